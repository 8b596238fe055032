// Answers of development, quoted from the sample texts so that their quotes really stand there.
import type { Answer, AskEvent, Citation } from '../src/api/model'
import type { Corpus, Held } from './corpus'

function cite(n: number, held: Held, at: number, wanted: RegExp): Citation | undefined {
  const version = held.versions[at]
  const found = version && wanted.exec(version.text)
  if (!version || !found) return undefined
  const start = Array.from(version.text.slice(0, found.index)).length
  const end = start + Array.from(found[0]).length
  const chunk = held.chunks.get(version.id)?.find((c) => c.start <= start && start < c.end)
  return {
    n, chunk_id: chunk?.id ?? 0, version_id: version.id, document_id: held.document.id, filename: version.filename, doc_kind: held.document.kind,
    title: held.document.title, doc_no: version.doc_no, address: chunk?.address ?? '', label: chunk?.label ?? '第六条', path: chunk?.path ?? [], page: chunk?.page,
    quote: found[0], start, end, status: version.status, effective_from: version.effective_from, effective_to: version.effective_to,
  }
}

const base = (question: string): Answer => ({
  question, mode: 'extractive', text: '', sentences: [], citations: [], as_of: '2026-11-22', as_of_source: 'today', clearance: 2,
  timings: { understanding: 3, retrieving: 21, reading: 8, answering: 5, verifying: 2, total: 39 },
})

export function answerTo(corpus: Corpus, question: string, asOf?: string): Answer {
  const data = corpus.documents.find((h) => /数据局职能/.test(h.document.title))
  if (!data || /2030|天气|张三/.test(question)) return refuse(corpus, question)
  const now = cite(1, data, asOf && asOf < '2026' ? 1 : 0, /[^。；\n]*行政编制\d+名[^。\n]*。?/)
  const old = cite(2, data, 1, /[^。；\n]*行政编制\d+名[^。\n]*。?/)
  if (!now) return refuse(corpus, question)
  const number = /\d+名/.exec(now.quote)?.[0] ?? ''
  const first = `${data.document.org}机关行政编制为${number}。`
  const second = `现行“三定”规定写明：${now.quote}`
  const third = '上一版规定的编制数见下表，其后经批复调整。'
  const answer = base(question)
  answer.sentences = [
    { text: first, citations: [1], supported: true },
    { text: second, citations: [1], supported: true },
    { text: third, citations: old ? [2] : [], supported: Boolean(old) && !/无据/.test(question), problem: '原文没有这一说法。' },
  ]
  answer.citations = [now, ...(old ? [old] : [])]
  answer.text = `${first}[1]\n${second}[1]\n${third}[2]`
  answer.notices = ['编制数含机关工勤人员转入的2名，不含派驻纪检监察组编制。']
  answer.table = {
    header: ['版本', '施行日期', '机关行政编制', '变化'],
    rows: [['2024年版', '2024年3月20日', '32名', '—'], ['2026年版', '2026年3月20日', number, '+3']], cites: [[2], [1]],
  }
  answer.related = corpus.documents.filter((h) => /数据/.test(h.document.title) && h !== data).slice(0, 3)
    .map((h) => ({ document_id: h.document.id, title: h.document.title, relation: '同一机构的批复' }))
  if (asOf) Object.assign(answer, { as_of: asOf, as_of_source: 'request', as_of_note: '按您指定的时点有效的规定回答。' })
  return answer
}

function refuse(corpus: Corpus, question: string): Answer {
  const near = corpus.documents.slice(0, 6).map((h, i) => cite(i + 1, h, 0, /[^\n]*编制[^\n]{10,}/)).filter((c): c is Citation => Boolean(c)).slice(0, 3)
  return {
    ...base(question), mode: 'refusal',
    refusal: { reason: 'no_evidence', message: '库中没有找到能够回答这一问题的有效规定，不作推测。已记入待补充清单；请核对机构名称和时点，或向机构编制管理部门咨询。', nearest: near },
  }
}

export function* eventsOf(answer: Answer): Generator<[number, AskEvent]> {
  const stages = [['understanding', '理解问题'], ['retrieving', '检索依据'], ['reading', '研读条文'], ['answering', '组织回答'], ['verifying', '核对引用']]
  for (const [stage, label] of stages.slice(0, 4)) yield [350, { type: 'stage', stage, label }]
  for (const citation of answer.citations) yield [10, { type: 'citation', citation }]
  for (const piece of answer.text.match(/[\s\S]{1,6}/g) ?? []) yield [40, { type: 'delta', delta: piece }]
  yield [200, { type: 'stage', stage: 'verifying', label: '核对引用' }]
  yield [200, { type: 'final', answer }]
}

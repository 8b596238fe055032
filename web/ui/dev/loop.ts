// Evaluation and tickets of the invented server: a few sets, a year of runs, failures of every class, tickets in every state.
import type { EvalSet, Group, OwnFeedback, Outcome, Run, Ticket, TicketTrail } from '../src/api/loop'
import type { Answer } from '../src/api/model'
import { ticketStates, ticketWords } from '../src/show/failureWords'

const day = (n: number) => new Date(Date.parse('2026-11-22T01:00:00Z') - n * 86_400_000).toISOString()

const asked = ['云澜市数据局机关行政编制多少名？', '部门增设内设机构由谁审批？', '2025年3月1日时市水利局领导职数是几正几副？', '公共数据授权运营由哪个部门负责？', '编制周转池的编制可以长期使用吗？', '清溪县水务局属于什么性质的机构？']
const classes: [string, string, string, string][] = [
  ['label_wrong', '标注', 'pair', '云澜市数据局机关行政编制多少名？'],
  ['not_retrieved', '检索', 'weight', '检索权重'],
  ['validity_wrong', '编目', 'document', '云澜市水利局职能配置、内设机构和人员编制规定'],
  ['corpus_missing', '数据集成', 'document', '云澜市公共数据授权运营管理办法'],
  ['parse_lost', '编目', 'chunk', '《云澜市编制周转池管理办法》第九条'],
  ['generation_wrong', '生成', 'prompt', 'answer'],
  ['ranked_low', '检索', 'weight', '检索权重'],
  ['citation_wrong', '生成', 'prompt', 'answer'],
]

const group = (name: string, questions: number, part: number, type?: number): Group => {
  const n = (p: number) => Math.round(questions * Math.min(1, p))
  return {
    name, type, questions, answerable: questions - 1, passed: n(part), correct: n(part + 0.03), cited: n(part + 0.05), refused: 1,
    scores: [['passed', '通过率', part], ['answers', '答案正确率', part + 0.03], ['citations', '引文正确率', part + 0.05], ['recall@10', '检索召回率@10', part + 0.06], ['mrr@10', 'MRR@10', part - 0.05], ['ndcg@10', 'nDCG@10', part - 0.02], ['char_f1', '答案字符 F1', part - 0.14], ['numbers', '数字一致率', part + 0.04], ['refusal_precision', '拒答准确率', 0.93], ['refusal_recall', '拒答召回率', 0.88]]
      .map(([name, label, value]) => ({ name: String(name), label: String(label), value: Math.min(1, Number(value)), n: questions - 1 })),
  }
}

export const sets: EvalSet[] = [
  { id: 3, name: '已审定问答对', version: 2, origin: 'pairs', sha256: '', size: 64, clearance: 2, created_at: day(1), splits: { dev: 32, test: 32 }, runs: 3 },
  { id: 2, name: '已审定问答对', version: 1, origin: 'pairs', sha256: '', size: 60, clearance: 2, created_at: day(20), splits: {}, runs: 1 },
  { id: 1, name: '示例题', version: 1, origin: 'sample', sha256: '', size: 180, clearance: 2, created_at: day(40), splits: { dev: 90, test: 90 }, runs: 7 },
]

export const runs: Run[] = [0.71, 0.74, 0.79, 0.78, 0.84, 0.88, 0.91].map((part, i) => ({
  id: i + 1, set_id: 1, set_name: '示例题', set_version: 1, state: 'done', label: i === 4 ? '补齐数据局批复之后' : '', config: {}, program: 'v0.3.0', model: '',
  embedder: 'bge-small-zh-v1.5', prompt_version: 'a1b2', data_version: '9f3c', total: 180, done: 180, clearance: 2, actor: '顾信之', created_at: day(36 - i * 5), started_at: day(36 - i * 5), ended_at: day(36 - i * 5),
  metrics: {
    all: group('全部', 180, part), splits: [group('dev', 90, part + 0.02), group('test', 90, part - 0.02)],
    types: ['定义', '近义辨析', '现行规定', '内设机构程序', '审批权限', '生效时间', '时点效力', '编制数', '领导职数', '计算'].map((t, k) => group(`${String(k + 1).padStart(2, '0')} ${t}`, 12, part + ((k * 7) % 5) / 25 - 0.08, k + 1)),
    classes: { label_wrong: 3, not_retrieved: 4, validity_wrong: 2, corpus_missing: 2, parse_lost: 1, generation_wrong: 2, ranked_low: 1, citation_wrong: 1 }, stages: { 标注: 3, 检索: 5, 编目: 3, 数据集成: 2, 生成: 3 }, p50_ms: 11, p95_ms: 48,
  },
}))
runs.push({ ...runs[6]!, id: 8, state: 'running', done: 67, label: '权重调整之后', created_at: day(0), metrics: { ...runs[6]!.metrics, all: group('', 0, 0) } })

const answer = (i: number): Answer => ({
  question: asked[i % asked.length]!, mode: 'extractive', text: '云澜市数据局机关行政编制38名。[1]', sentences: [], as_of: '2026-11-22', as_of_source: 'today', clearance: 2, timings: {},
  citations: [{ n: 1, chunk_id: 1, version_id: 1, document_id: 1, filename: 'a.docx', doc_kind: 'sanding', title: '云澜市数据局职能配置、内设机构和人员编制规定', address: '第六条', label: '第六条', path: [], quote: '市数据局机关行政编制36名。', start: 0, end: 1, status: 'in_force' }],
})

export const outcomes: Outcome[] = Array.from({ length: 16 }, (_, i) => {
  const [klass, stage, object_type, object] = classes[i % classes.length]!
  return {
    run_id: 7, seq: i + 1, passed: false, correct: false, cited: i % 2 === 0, refused: false, problem: '缺少：36名', took_ms: 12, class: klass, stage, object_type, object_id: '12', object,
    question: { id: `s${String(i + 1).padStart(3, '0')}`, type: (i % 10) + 1, split: 'dev', question: asked[i % asked.length]!, answerable: true, answer: '云澜市数据局机关行政编制36名。', must: ['36名'], gold: [{ file: '云澜市数据局职能配置、内设机构和人员编制规定(2026).docx', address: '第六条' }] },
    answer: answer(i),
    evidence: [
      { check: 'document_present', label: '库中有依据文件', ok: true, detail: '《云澜市数据局职能配置、内设机构和人员编制规定》，云办发〔2026〕6号' },
      { check: 'text_present', label: '依据文字完整', ok: true, detail: '第六条，原文可查' },
      { check: 'in_force', label: '所问时点有效', ok: true, detail: '2026年4月1日起施行' },
      { check: 'pair', label: '问答对与依据一致', ok: false, detail: '问答对第2版答“38名”，依据原文为“36名”' },
    ],
  }
})

export const tickets: Ticket[] = Array.from({ length: 17 }, (_, i) => {
  const [klass, stage, object_type, object] = classes[i % classes.length]!
  const state = ticketStates[(i * 5) % 6]!
  return {
    id: 40 - i, class: klass, stage, object_type, object_id: '12', object, title: `${object}：${['答案与依据不符', '没有检索到', '效力有误', '库中缺少'][i % 4]}`, clearance: 2,
    severity: i === 3 ? 'high' : 'normal', state, assignee_id: state === 'new' ? 0 : 1, assignee: state === 'new' ? '' : ['周砚秋', '系统管理员'][i % 2], reopened: i === 6 ? 1 : 0, cases: (i % 3) + 1,
    fix_version: ['re_run', 'closed', 're_review'].includes(state) ? '3' : '', run_id: state === 'closed' ? 7 : undefined, created_at: day(i + 2), updated_at: day(i / 3), closed_at: state === 'closed' ? day(i / 3) : undefined,
  }
})

export const trailOf = (id: number): TicketTrail | undefined => {
  const ticket = tickets.find((t) => t.id === id)
  if (!ticket) return undefined
  const upto = ticketStates.indexOf(ticket.state as (typeof ticketStates)[number])
  return {
    ticket,
    fixes: [{ version: '3', label: '问答第 3 版' }],
    cases: outcomes.slice(0, ticket.cases ?? 1).map((o, i) => ({ id: i + 1, set_id: i ? undefined : 1, key: i ? undefined : o.question.id, run_id: i ? undefined : 7, feedback_id: i || undefined, question: o.question.question, problem: o.problem ?? '', evidence: o.evidence ?? [], passed_in: ticket.run_id, created_at: day(3) })),
    events: ticketStates.slice(0, upto + 1).map((s, i) => ({ id: i + 1, from_state: ticketStates[i - 1], to_state: s, actor: i ? '系统管理员' : 'system', note: ['第 7 号评测发现', '请核对原文', '', '改为36名，与依据一致', '已核对', '复测通过'][i], created_at: day(3 - i / 3) })),
  }
}

export const ticketList = (url: URL) => {
  const is = (name: string, value: string) => !url.searchParams.get(name) || url.searchParams.get(name) === value
  const found = tickets.filter((t) => is('stage', t.stage) && is('class', t.class))
  const counts = Object.fromEntries(ticketStates.map((s) => [s, found.filter((t) => t.state === s).length]))
  const items = found.filter((t) => is('state', t.state))
  return { items, total: items.length, counts }
}

export const feedback: OwnFeedback[] = [0, 2, 5].map((at, i) => ({
  answer_id: i + 1, conversation_id: i + 1, question: asked[i]!, reason: ['wrong', 'outdated', 'citation'][i]!, comment: i ? '' : '应为36名', created_at: day(i),
  ticket: { id: 40 - i, state: ticketStates[at]!, label: ticketWords[ticketStates[at]!]!, updated_at: day(i / 2) },
}))

export const comparison = () => {
  const pair = (i: number, a: boolean, b: boolean) => ({ question: outcomes[i]!.question, a: { ...outcomes[i]!, passed: a, correct: a, cited: true }, b: { ...outcomes[i]!, passed: b, correct: b, cited: true } })
  const [a, b] = [runs[4]!, runs[6]!]
  return {
    a, b, common: 180, same_passed: 174, fixed: [0, 1, 2].map((i) => pair(i, false, true)), broken: [pair(3, true, false)], same_failed: [4, 5].map((i) => pair(i, false, false)),
    metrics: a.metrics.all.scores?.map((s, i) => ({ name: s.name, label: s.label, a: s.value, b: b.metrics.all.scores?.[i]?.value ?? 0, n: 179 })) ?? [],
  }
}

// Pairs, their review and releases of the invented server: one pair an article of the invented corpus, reviewed by whoever asks.
import type { Basis, Pair, Release, ReleaseDetail } from '../src/api/model'
import { reasonWords } from '../src/show/pairWords'
import type { Corpus } from './corpus'

const at = (minutes: number) => new Date(Date.parse('2026-11-22T01:00:00Z') + minutes * 60_000).toISOString()
const states: [Pair['state'], number][] = [['review', 1], ['review', 2], ['approved', 0], ['review', 1], ['draft', 0], ['rejected', 0]]

function pairsOf(corpus: Corpus): Pair[] {
  const articles = corpus.documents.flatMap((h) => {
    const version = h.versions[0]!
    return (h.chunks.get(version.id) ?? []).slice(0, 6).map((chunk) => ({ h, version, chunk }))
  })
  return articles.slice(0, 60).map(({ h, version: v, chunk }, i): Pair => {
    const [state, round] = states[i % states.length]!
    const line = chunk.text.split('\n')[0]!
    const basis: Basis = {
      chunk_id: chunk.id, version_id: v.id, document_id: h.document.id, title: v.title, doc_no: v.doc_no, filename: v.filename, address: chunk.address,
      label: chunk.label, quote: line, start: chunk.start, end: chunk.start + Array.from(line).length, hash: '', status: v.status, effective_from: v.effective_from,
    }
    const warning = { rule: 'answer_length', metric: 'logic', level: 'warning', message: '答案比依据长，请核对是否有依据之外的内容。' }
    return {
      id: i + 1, state, round, version: 1 + (i % 2), type: 1 + ((i * 7) % 30), origin: 'rule', clearance: 1, priority: 0, document_id: h.document.id,
      reason: state === 'rejected' ? '问题不清：未写明所问的机构' : '', question: `《${v.title}》${chunk.label}是怎样规定的？`, variants: [`${chunk.label}规定了什么？`],
      answer: line, basis: [basis], links: [], findings: i % 3 ? [] : [warning], created_at: at(i), updated_at: at(i),
      ...(state === 'approved' ? { approved_version: 1 + (i % 2), approved_at: at(i + 30) } : {}),
    }
  })
}

const release = (n: number, added: number): Release => ({
  id: n, version: `2026.11.${n}`, state: 'ready', note: n === 1 ? '第一个版本' : '补充职责问答', released_on: '2026-11-22', records: 60 + n, added, changed: n - 1, withdrawn: 0,
  size: 940_000, progress: 1, manifest_sha256: 'd2'.repeat(32), signature: 'MEUCIDr2qVaS', key_id: '5afab374be45a1c9', created_by: '陆明澜', created_at: at(n), ended_at: at(n),
})

export function madePairs(corpus: Corpus) {
  const all = pairsOf(corpus)
  const releases = [release(2, 1), release(1, 61)]
  const waiting = () => all.filter((p) => p.state === 'review')
  const byID = (id: number) => all.find((p) => p.id === id)
  return {
    byID,
    matching: (url: URL) => {
      const get = (name: string) => url.searchParams.get(name) ?? ''
      return all.filter((p) => (!get('state') || p.state === get('state')) && (p.question + p.answer).includes(get('q')) && (!get('document_id') || p.document_id === Number(get('document_id'))))
    },
    versions: (id: number) => {
      const p = byID(id)
      return p ? Array.from({ length: p.version }, (_, i) => ({ n: p.version - i, question: p.question, answer: i ? `${p.answer}（旧）` : p.answer, basis: p.basis, verdicts: [], created_at: at(-i * 60) })) : []
    },
    queue: () => ({
      counts: { round1: waiting().filter((p) => p.round === 1).length, round2: waiting().filter((p) => p.round === 2).length, available: waiting().length, leased: 0, mine: 0, mine_today: 0, returned: all.filter((p) => p.state === 'rejected').length },
      reasons: Object.entries(reasonWords).map(([code, label]) => ({ code, label })),
    }),
    lease: () => ({ lease_until: new Date(Date.now() + 30 * 60_000).toISOString() }),
    next: () => waiting()[0] ?? null,
    decide: (id: number, action: string) => {
      const p = byID(id)
      if (!p) return undefined
      if (action === 'reject') return Object.assign(p, { state: 'rejected', round: 0 })
      if (action === 'edit') return Object.assign(p, { version: p.version + 1, round: 1 })
      return Object.assign(p, p.round === 1 ? { round: 2 } : { state: 'approved', round: 0, approved_version: p.version, approved_at: new Date().toISOString() })
    },
    releases,
    detail: (version: string): ReleaseDetail => ({
      release: releases.find((r) => r.version === version) ?? releases[0]!, previous: version === '2026.11.2' ? '2026.11.1' : '', algorithm: 'SM2-SM3', held_back: [],
      files: ['CHANGELOG.md', 'MANIFEST.json', 'data/pairs.jsonl', 'data/chunks.jsonl'].map((path) => ({ path, size: 12_345, sha256: 'ab'.repeat(32), sm3: 'cd'.repeat(32) })),
      rules: [{ name: '依据均为公开（L1）文件', n: 61 }], types: [{ name: '编制数', n: 30 }, { name: '职责归属', n: 31 }], changelog: `# 变更记录\n\n## ${version}\n\n共 61 条。`,
    }),
  }
}

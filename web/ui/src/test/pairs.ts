// Factories of pairs and what belongs to them.
import type { Basis, Pair, PairVersion } from '../api/model'
import { citation } from './made'

const quote = '市数据局机关行政编制36名。'

export const basis = (change: Partial<Basis> = {}): Basis => ({
  chunk_id: 11, version_id: 5, document_id: 3, title: citation().title, doc_no: '云办发〔2026〕6号', filename: '三定.docx', address: '第六条', label: '第六条',
  quote, start: 27, end: 27 + Array.from(quote).length, hash: 'h', status: 'in_force', effective_from: '2026-03-20', ...change,
})

export const pair = (change: Partial<Pair> = {}): Pair => ({
  id: 71, state: 'review', round: 1, version: 2, type: 9, origin: 'rule', clearance: 2, priority: 0, document_id: 3, question: '云澜市数据局机关行政编制多少名？',
  variants: ['市数据局有多少行政编制？'], answer: '市数据局机关行政编制36名。', basis: [basis()], links: [], findings: [], created_at: '2026-11-20T01:00:00Z',
  updated_at: '2026-11-21T01:00:00Z', ...change,
})

export const pairVersion = (n: number, change: Partial<PairVersion> = {}): PairVersion => ({
  n, question: pair().question, variants: pair().variants, answer: pair().answer, type: pair().type, basis: [basis()], verdicts: [], created_at: '2026-11-20T01:00:00Z', ...change,
})

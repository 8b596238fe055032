// Factories for tests: a whole thing with what the test cares about changed.
import type { Actor, Answer, Chunk, Citation, Conversation, Turn, Version, VersionInfo } from '../api/model'

export const text = '云澜市数据局职能配置、内设机构和人员编制规定\n第六条　市数据局机关行政编制36名。设局长1名，副局长3名。\n第七条　本规定自2026年3月20日起施行。'

const quote = '市数据局机关行政编制36名。'

export const citation = (change: Partial<Citation> = {}): Citation => ({
  n: 1, chunk_id: 11, version_id: 5, document_id: 3, filename: '三定.docx', doc_kind: 'sanding', title: '云澜市数据局职能配置、内设机构和人员编制规定',
  doc_no: '云办发〔2026〕6号', address: '第六条', label: '第六条', path: ['第六条'], quote, start: 27, end: 27 + Array.from(quote).length,
  status: 'in_force', effective_from: '2026-03-20', page: 2, ...change,
})

export const answer = (change: Partial<Answer> = {}): Answer => ({
  id: 9, conversation_id: 4, question: '云澜市数据局机关行政编制多少名？', mode: 'extractive', text: '云澜市数据局机关行政编制为36名。[1]',
  sentences: [{ text: '云澜市数据局机关行政编制为36名。', citations: [1], supported: true }], citations: [citation()], as_of: '2026-11-22',
  as_of_source: 'today', clearance: 2, timings: { total: 41 }, ...change,
})

export const turn = (change: Partial<Turn> = {}): Turn => ({
  id: 9, conversation_id: 4, question: '云澜市数据局机关行政编制多少名？', answer: answer(), evidence: [11], created_at: '2026-11-22T01:00:00Z', ...change,
})

export const conversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 4, title: '数据局编制', created_at: '2026-11-22T01:00:00Z', updated_at: '2026-11-22T01:00:00Z', turns: [turn()], ...change,
})

export const versionInfo = (change: Partial<VersionInfo> = {}): VersionInfo => ({
  id: 5, document_id: 3, title: '云澜市数据局职能配置、内设机构和人员编制规定', filename: '三定.docx', format: 'docx', parser: 'docx/1', sha256: 'a', sm3: 'b',
  size: 2048, status: 'in_force', as_of: '2026-11-22', chunk_count: 2, created_at: '2026-11-20T01:00:00Z', effective_from: '2026-03-20', ...change,
})

export const version = (change: Partial<Version> = {}): Version => ({
  ...versionInfo(),
  document: {
    id: 3, kind: 'sanding', title: '云澜市数据局职能配置、内设机构和人员编制规定', clearance: 2, source_class: 4, sample: true,
    created_at: '2026-11-20T01:00:00Z', versions: [versionInfo()],
  },
  text, fields: [], history: [], findings: [], quality: { score: 1, known: 1, replacement: 0, empty_pages: 0, garbled: false }, ...change,
})

export const chunk = (address: string, body: string, change: Partial<Chunk> = {}): Chunk => ({
  id: 1, version_id: 5, seq: 0, kind: 'article', address, label: address.replaceAll('/', ''), path: [], text: body, start: 0, end: Array.from(body).length,
  hash: '', ...change,
})

export const actor = (change: Partial<Actor> = {}): Actor => ({
  id: 2, login: 'staff', name: '林书远', unit: '市委编办', roles: ['staff'], clearance: 2, via: 'session', ...change,
})

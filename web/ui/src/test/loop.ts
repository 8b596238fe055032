// Factories for tests of evaluation and tickets: a whole thing with what the test cares about changed.
import type { Comparison, EvalQuestion, EvalSet, Group, Outcome, Run, Ticket, TicketTrail } from '../api/loop'
import { answer } from './made'

export const group = (change: Partial<Group> = {}): Group => ({
  name: '全部', questions: 20, answerable: 18, passed: 18, correct: 18, cited: 19, refused: 2, 
  scores: [{ name: 'passed', label: '通过率', value: 0.9, n: 20 }, { name: 'answers', label: '答案正确率', value: 0.9, n: 20 }, { name: 'citations', label: '引文正确率', value: 0.95, n: 20 }, { name: 'mrr@10', label: 'MRR@10', value: 0.91, n: 18 }], ...change,
})

export const evalSet = (change: Partial<EvalSet> = {}): EvalSet => ({
  id: 3, name: '示例题', version: 1, origin: 'sample', sha256: 'a', size: 20, clearance: 2, created_at: '2026-11-22T01:00:00Z', splits: { dev: 10, test: 10 }, runs: 1, ...change,
})

export const run = (change: Partial<Run> = {}): Run => ({
  id: 7, set_id: 3, set_name: '示例题', set_version: 1, state: 'done', config: {}, program: 'v1', model: '', embedder: 'bge-small-zh-v1.5', prompt_version: 'p1',
  data_version: 'd1', total: 20, done: 20, metrics: { all: group(), splits: [], types: [], classes: {}, stages: {}, p50_ms: 9, p95_ms: 30 }, clearance: 2,
  actor: '顾信之', created_at: '2026-11-22T01:00:00Z', started_at: '2026-11-22T01:00:01Z', ended_at: '2026-11-22T01:00:09Z', ...change,
})

export const evalQuestion = (change: Partial<EvalQuestion> = {}): EvalQuestion => ({
  id: 's001', type: 9, split: 'dev', question: '云澜市数据局机关行政编制多少名？', answerable: true, answer: '36名。', must: ['36名'], gold: [{ file: '三定.docx', address: '第六条' }], ...change,
})

export const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  run_id: 7, seq: 1, question: evalQuestion(), answer: answer({ text: '云澜市数据局机关行政编制为38名。[1]' }), passed: false, correct: false, cited: true, refused: false,
  problem: '缺少：36名', scores: {}, took_ms: 12, class: 'label_wrong', stage: '标注',
  evidence: [{ check: 'document_present', label: '库中有依据文件', ok: true }, { check: 'pair', label: '问答对与其依据一致', ok: false, detail: '答案为38名，依据为36名' }],
  object_type: 'pair', object_id: '12', object: '云澜市数据局机关行政编制多少名？', ...change,
})

export const comparison = (change: Partial<Comparison> = {}): Comparison => ({
  a: run({ id: 6 }), b: run(), fixed: [], broken: [], same_failed: [], metrics: [{ name: 'passed', label: '通过率', a: 0.8, b: 0.9, n: 20 }], common: 20, same_passed: 16, ...change,
})

export const ticket = (change: Partial<Ticket> = {}): Ticket => ({
  id: 12, class: 'label_wrong', stage: '标注', object_type: 'pair', object_id: '12', object: '云澜市数据局机关行政编制多少名？', title: '问答对答案与依据不符',
  clearance: 2, severity: 'normal', state: 'new', reopened: 0, cases: 1, created_at: '2026-11-22T01:00:00Z', updated_at: '2026-11-22T01:00:00Z', ...change,
})

export const trail = (change: Partial<TicketTrail> = {}): TicketTrail => ({
  ticket: ticket(),
  cases: [{ id: 1, set_id: 3, key: 's001', run_id: 7, question: '云澜市数据局机关行政编制多少名？', problem: '缺少：36名', evidence: outcome().evidence ?? [], created_at: '2026-11-22T01:00:00Z' }],
  fixes: [],
  events: [{ id: 1, to_state: 'new', actor: '系统', note: '评测发现', created_at: '2026-11-22T01:00:00Z' }],
  ...change,
})

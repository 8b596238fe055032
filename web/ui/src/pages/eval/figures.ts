// The figures of a run: how they are written, and which of them are shown first.
import type { Group, Metrics, Run, Score } from '../../api/loop'

/** percent writes 0.8765 as 87.7%; a whole one without decimals. */
export function percent(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '—'
  const p = Math.round(value * 1000) / 10
  return `${Number.isInteger(p) ? p : p.toFixed(1)}%`
}

/** share is a part of a whole, undefined of nothing. */
export function share(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined
}

export interface Figure {
  name: string
  label: string
  value: number | undefined
  /** what it was measured on, in words */
  on: string
}

// What is shown first, and in this order: whether it was right, then where it was lost. The rest is a step further away.
const headlines = ['passed', 'answers', 'citations', 'numbers', 'refusal_precision', 'refusal_recall', 'recall@10', 'mrr@10', 'ndcg@10', 'char_f1']

const counts: Record<string, (g: Group) => number> = { passed: (g) => g.passed, answers: (g) => g.correct, citations: (g) => g.cited }

/** figuresOf are all figures of a group, the headlines first. */
export function figuresOf(g: Group | undefined): Figure[] {
  const rank = (s: Score) => (headlines.includes(s.name) ? headlines.indexOf(s.name) : headlines.length)
  return [...(g?.scores ?? [])].sort((a, b) => rank(a) - rank(b)).map((s) => {
    const count = counts[s.name]
    return { name: s.name, label: s.label, value: s.value, on: g && count ? `${count(g)}/${g.questions} 题` : `${s.n} 题` }
  })
}

/** headlinesOf are the figures that are shown first. */
export const headlinesOf = (g: Group | undefined) => figuresOf(g).filter((f) => headlines.includes(f.name))

/** valueOf finds one figure of a run; undefined while it has not been measured. */
export function valueOf(run: Run, name: string): number | undefined {
  if (run.state !== 'done') return undefined
  return figuresOf(run.metrics.all).find((f) => f.name === name)?.value
}

/** failedCount is how many questions of a run did not pass. */
export function failedCount(m: Metrics | undefined): number {
  return m?.all ? m.all.questions - m.all.passed : 0
}

/** progressOf is how far a run is, in whole percent. */
export function progressOf(run: Run): number {
  return run.total > 0 ? Math.round((run.done / run.total) * 100) : 0
}

/** moving says whether a run can still change. */
export const moving = (run: Run) => run.state === 'queued' || run.state === 'running'

/** setTitle names a set with its version. */
export const setTitle = (name: string, version: number) => `${name} · 第${version}版`

import { Button } from 'antd'
import { useState } from 'react'
import type { Run } from '../../api/loop'
import { moment } from '../../show/format'
import { figuresOf, valueOf } from './figures'
import { TrendChart } from './TrendChart'

const shown = 30 // the latest so many runs: more dots than that say nothing
const first = 4

/** The figures of a set over time, as small charts of one scale each. Re-runs of tickets ask a few questions only: they stay out. */
export function Trends({ runs, current }: { runs: Run[]; current: number }) {
  const [all, setAll] = useState(false)
  const whole = wholeRuns(runs).slice(0, shown).reverse()
  const newest = whole.at(-1)
  if (!newest) return null
  const figures = figuresOf(newest.metrics.all)
  const when = (r: Run) => `${moment(r.ended_at ?? r.created_at)}${r.set_version === current ? '' : `（第${r.set_version}版）`}${r.label ? ` ${r.label}` : ''}`
  return (
    <section className="trends" aria-label="指标变化">
      <div className="trend-grid">
        {figures.slice(0, all ? undefined : first).map((f) => (
          <TrendChart key={f.name} name={f.label} points={whole.map((r) => ({ id: r.id, when: when(r), value: valueOf(r, f.name) }))} />
        ))}
      </div>
      {figures.length > first && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? '只看主要指标' : `全部 ${figures.length} 项指标`}
        </Button>
      )}
    </section>
  )
}

/** wholeRuns are the finished runs over all questions of their set, newest first. */
export function wholeRuns(runs: Run[]): Run[] {
  return runs.filter((r) => r.state === 'done' && !r.ticket_id && !r.config.split && (r.config.keys ?? []).length === 0).sort((a, b) => b.id - a.id)
}

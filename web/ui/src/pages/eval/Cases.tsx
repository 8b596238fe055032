import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Pagination, Select } from 'antd'
import { useCallback, useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { runs } from '../../api/evaluation'
import type { Outcome, Run } from '../../api/loop'
import { ClassBadge } from '../../show/FailureBadges'
import { classWords, stages } from '../../show/failureWords'
import { typeName } from '../../show/pairWords'
import { Await, Empty } from '../../show/States'
import { useKey } from '../../shell/useShortcuts'
import { CaseDetail } from './CaseDetail'
import { moving } from './figures'

const size = 50

/** The questions of a run, one beside the list. J and K walk through them. */
export function Cases({ run, failed }: { run: Run; failed: boolean }) {
  const [params, setParams] = useSearchParams()
  const klass = params.get('class') ?? undefined
  const type = Number(params.get('type')) || undefined
  const page = Number(params.get('page')) || 1
  const set = useCallback(
    (change: Record<string, string | undefined>) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old)
          for (const [k, v] of Object.entries(change)) {
            if (v) next.set(k, v)
            else next.delete(k)
          }
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const query = useQuery({
    queryKey: ['eval-outcomes', run.id, failed, klass, type, page, moving(run) ? run.done : run.state],
    queryFn: () => runs.outcomes(run.id, { failed, class: klass, type, limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <CaseFilters run={run} failed={failed} klass={klass} type={type} onChange={(change) => set({ ...change, page: undefined, case: undefined })} />
      <Await query={query} what="正在取得题目">
        {({ items, total }) =>
          total === 0 ? (
            <Nothing failed={failed} filtered={Boolean(klass || type)} going={moving(run)} />
          ) : (
            <Beside items={items} chosen={Number(params.get('case')) || items[0]?.seq} onChoose={(seq) => set({ case: String(seq) })}>
              {total > size && (
                <Pagination size="small" simple current={page} pageSize={size} total={total} onChange={(p) => set({ page: String(p), case: undefined })} />
              )}
            </Beside>
          )
        }
      </Await>
    </>
  )
}

function Nothing({ failed, filtered, going }: { failed: boolean; filtered: boolean; going: boolean }) {
  if (filtered) return <Empty title="没有符合条件的题" />
  if (going) return <Empty title={failed ? '到目前为止没有未通过的题' : '还没有答完的题'} />
  return <Empty title={failed ? '全部通过' : '没有题目'}>{failed ? '这次评测没有未通过的题。' : undefined}</Empty>
}

interface FilterProps {
  run: Run
  failed: boolean
  klass: string | undefined
  type: number | undefined
  onChange: (change: Record<string, string | undefined>) => void
}

function CaseFilters({ run, failed, klass, type, onChange }: FilterProps) {
  const classes = run.metrics?.classes ?? {}
  const byStage = run.metrics?.stages ?? {}
  const known = Object.keys(classWords).filter((c) => (classes[c] ?? 0) > 0)
  const types = (run.metrics?.types ?? []).filter((g) => g.type && (!failed || g.questions > g.passed))
  return (
    <div className="case-filters">
      {failed && known.length > 0 && (
        <div className="row wrap" role="group" aria-label="错误类别">
          <button type="button" className="pick" aria-pressed={!klass} onClick={() => onChange({ class: undefined })}>
            全部
          </button>
          {known.map((c) => (
            <button key={c} type="button" className="pick" aria-pressed={klass === c} onClick={() => onChange({ class: klass === c ? undefined : c })}>
              {classWords[c]} <b className="num">{classes[c]}</b>
            </button>
          ))}
        </div>
      )}
      <Select
        allowClear
        size="small"
        style={{ width: 190 }}
        placeholder="题型"
        aria-label="题型"
        value={type}
        options={types.map((g) => ({ value: g.type, label: `${typeName(g.type ?? 0)}（${failed ? g.questions - g.passed : g.questions}）` }))}
        onChange={(t?: number) => onChange({ type: t ? String(t) : undefined })}
      />
      {failed && (
        <span className="muted small">
          {stages
            .filter((s) => byStage[s])
            .map((s) => `${s} ${byStage[s]}`)
            .join('　')}
        </span>
      )}
    </div>
  )
}

interface BesideProps {
  items: Outcome[]
  chosen: number | undefined
  onChoose: (seq: number) => void
  children: React.ReactNode
}

function Beside({ items, chosen, onChoose, children }: BesideProps) {
  const list = useRef<HTMLUListElement>(null)
  const at = Math.max(0, items.findIndex((o) => o.seq === chosen))
  const go = useCallback(
    (step: number) => {
      const next = items[at + step]
      if (next?.seq) onChoose(next.seq)
    },
    [items, at, onChoose],
  )
  useKey('j', useCallback(() => go(1), [go]))
  useKey('k', useCallback(() => go(-1), [go]))
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest' })
  }, [at])
  const current = items[at]
  return (
    <div className="cases">
      <div className="cases-list">
        <ul ref={list}>
          {items.map((o, i) => (
            <li key={o.seq}>
              <button type="button" className={i === at ? 'on' : undefined} aria-current={i === at || undefined} onClick={() => o.seq && onChoose(o.seq)}>
                <span className="lines-2">{o.question.question}</span>
                <span className="row wrap small">
                  {o.passed ? <span className="badge done">通过</span> : o.class ? <ClassBadge of={o.class} /> : <span className="badge failed">未通过</span>}
                  {o.stage && <span className="muted">{o.stage}</span>}
                  <span className="muted">{typeName(o.question.type)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {children}
        <p className="muted small cases-keys">
          <kbd className="key">J</kbd> 下一题　<kbd className="key">K</kbd> 上一题
        </p>
      </div>
      {current && <CaseDetail key={current.seq} outcome={current} />}
    </div>
  )
}

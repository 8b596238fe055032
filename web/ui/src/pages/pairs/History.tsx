import { useQuery } from '@tanstack/react-query'
import type { PairVersion, SignOff } from '../../api/model'
import { pairs } from '../../api/pairs'
import { moment } from '../../show/format'
import { linkWords, originWords, reasonWords, roundWords, typeName, verdictWords } from '../../show/pairWords'
import { Await } from '../../show/States'
import { wordOf } from '../../show/words'
import { Diff } from '../../show/Diff'

interface Props {
  id: number
  origin: string
}

/** Versions, newest first: who wrote each, what changed, who signed off. */
export function History({ id, origin }: Props) {
  const query = useQuery({ queryKey: ['pair-versions', id], queryFn: () => pairs.versions(id) })
  return (
    <Await query={query} what="正在取得版本">
      {(items) => <Versions items={items} origin={origin} />}
    </Await>
  )
}

export function Versions({ items, origin }: { items: PairVersion[]; origin: string }) {
  const newest = [...items].sort((a, b) => b.n - a.n)
  return (
    <ol className="history">
      {newest.map((v, i) => (
        <li key={v.n}>
          <div className="history-head">
            <b>第{v.n}版</b>
            <span>{v.author || wordOf(originWords, origin)}</span>
            <span className="muted num">{moment(v.created_at)}</span>
          </div>
          {v.note && <p className="muted">{v.note}</p>}
          {newest[i + 1] && <Change now={v} before={newest[i + 1]!} />}
          {(v.verdicts ?? []).map((verdict) => (
            <Signed key={`${verdict.round}-${verdict.reviewer_id}`} verdict={verdict} />
          ))}
        </li>
      ))}
    </ol>
  )
}

/** What of a version differs from the one before it. */
function Change({ now, before }: { now: PairVersion; before: PairVersion }) {
  const ranges = (v: PairVersion) => (v.basis ?? []).map((b) => `《${b.title}》${b.label}：${b.quote}`).join('\n')
  const wordings = (v: PairVersion) => (v.variants ?? []).join('\n')
  const links = (v: PairVersion) => (v.links ?? []).map((l) => `${wordOf(linkWords, l.type)}：${l.title}`).join('\n')
  const parts: [string, string, string][] = [
    ['问题', before.question, now.question],
    ['其他问法', wordings(before), wordings(now)],
    ['答案', before.answer, now.answer],
    ['类型', typeName(before.type), typeName(now.type)],
    ['依据', ranges(before), ranges(now)],
    ['关联', links(before), links(now)],
  ]
  const different = parts.filter(([, a, b]) => a !== b)
  if (different.length === 0) return <p className="muted small">内容未变</p>
  return (
    <dl className="change-parts">
      {different.map(([name, a, b]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Diff brief before={a} after={b} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Signed({ verdict: v }: { verdict: SignOff }) {
  return (
    <p className="signoff">
      <span className={`badge verdict-${v.action}`}>
        {roundWords[v.round]}
        {wordOf(verdictWords, v.action)}
      </span>
      <span>
        {v.reviewer}
        {v.unit && <span className="muted">（{v.unit}）</span>}
      </span>
      <span className="muted num">{moment(v.created_at)}</span>
      {v.reason && <span className="intake-error">{wordOf(reasonWords, v.reason)}</span>}
      {v.comment && <span>“{v.comment}”</span>}
    </p>
  )
}

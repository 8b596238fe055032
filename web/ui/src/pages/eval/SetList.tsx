import type { EvalSet } from '../../api/loop'
import { setOrigins } from '../../show/failureWords'
import { moment } from '../../show/format'

interface Props {
  items: EvalSet[]
  chosen: EvalSet
  onChoose: (id: number) => void
}

/** The sets by name, each at its latest version; the versions of the chosen one below it. */
export function SetList({ items, chosen, onChoose }: Props) {
  return (
    <nav className="panel eval-sets" aria-label="问题集">
      <h2>问题集</h2>
      <ul>
        {named(items.filter((s) => s.id === chosen.id || !ofTicket(s))).map(([name, versions]) => {
          const latest = versions[0]!
          const on = name === chosen.name
          const runs = versions.reduce((sum, s) => sum + s.runs, 0)
          return (
            <li key={name}>
              <button type="button" className={on ? 'on' : undefined} aria-current={on || undefined} onClick={() => onChoose(latest.id)}>
                <b className="clip">{name}</b>
                <span className="small">
                  <span className="num">{latest.size}</span> 题　已评测 <span className="num">{runs}</span> 次
                </span>
                <span className="muted small">
                  {setOrigins[latest.origin]}　{moment(latest.created_at).slice(0, 10)}
                </span>
              </button>
              {on && versions.length > 1 && <Versions versions={versions} chosen={chosen} onChoose={onChoose} />}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Versions({ versions, chosen, onChoose }: { versions: EvalSet[]; chosen: EvalSet; onChoose: (id: number) => void }) {
  return (
    <div className="eval-versions" role="group" aria-label="版本">
      {versions.map((s) => (
        <button key={s.id} type="button" aria-pressed={s.id === chosen.id} title={`${s.size} 题，${moment(s.created_at)}`} onClick={() => onChoose(s.id)}>
          第{s.version}版
        </button>
      ))}
    </div>
  )
}

/** ofTicket: the few questions of a ticket, asked again. They are looked at from the ticket. */
export const ofTicket = (s: EvalSet) => /^工单 \d+$/.test(s.name)

/** named groups sets by name, newest versions first, in the order of the newest. */
export function named(items: EvalSet[]): [string, EvalSet[]][] {
  const groups = new Map<string, EvalSet[]>()
  for (const s of [...items].sort((a, b) => b.id - a.id)) groups.set(s.name, [...(groups.get(s.name) ?? []), s])
  return [...groups].map(([name, versions]) => [name, versions.sort((a, b) => b.version - a.version)])
}

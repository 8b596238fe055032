import { useNavigate } from 'react-router'
import { percent } from './figures'
import { plot, type Point } from './trend'

interface Props {
  name: string
  points: Point[]
  chosen?: number
}

const box = { width: 300, height: 104, left: 38, right: 12, top: 10, bottom: 12 }

/** One figure over the runs of a set. Every dot is a link to its run, by mouse and by keyboard. */
export function TrendChart({ name, points, chosen }: Props) {
  const navigate = useNavigate()
  const { dots, path, ticks } = plot(points, box)
  const last = dots.at(-1)
  const before = dots.at(-2)
  const change = last && before ? last.value - before.value : undefined
  return (
    <figure className="trend">
      <figcaption>
        <span>{name}</span>
        <b className="num">{last ? percent(last.value) : '—'}</b>
        {change !== undefined && <Change by={change} />}
      </figcaption>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="group" aria-label={`${name}历次变化`}>
        {ticks.map((t) => (
          <g key={t.value}>
            <line x1={box.left} x2={box.width - box.right} y1={t.y} y2={t.y} className="grid" />
            <text x={box.left - 6} y={t.y + 3.5} textAnchor="end">
              {Math.round(t.value * 100)}%
            </text>
          </g>
        ))}
        <path d={path} className="line" />
        {dots.map((d) => (
          <a
            key={d.id}
            href={`/eval/runs/${d.id}`}
            aria-label={`${d.when}，${name} ${percent(d.value)}`}
            onClick={(e) => {
              e.preventDefault()
              void navigate(`/eval/runs/${d.id}`)
            }}
          >
            <title>{`${d.when}　${percent(d.value)}`}</title>
            <circle cx={d.x} cy={d.y} r={9} className="reach" />
            <circle cx={d.x} cy={d.y} r={d.id === chosen ? 4.5 : 3} className={d.id === chosen ? 'dot on' : 'dot'} />
          </a>
        ))}
      </svg>
    </figure>
  )
}

/** A difference in percentage points, signed. */
export function Change({ by }: { by: number }) {
  const points = Math.round(by * 1000) / 10
  if (points === 0) return <span className="change none">持平</span>
  return (
    <span className={points > 0 ? 'change up' : 'change down'}>
      {points > 0 ? '▲' : '▼'} {Math.abs(points).toFixed(1)}
    </span>
  )
}

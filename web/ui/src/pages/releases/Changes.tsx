import type { Release } from '../../api/model'

/** What a release changed against the one before. */
export function Changes({ release: r }: { release: Pick<Release, 'added' | 'changed' | 'withdrawn'> }) {
  const parts: [string, number][] = [
    ['新增', r.added],
    ['修改', r.changed],
    ['撤回', r.withdrawn],
  ]
  return (
    <span className="changes">
      {parts.map(([name, n]) => (
        <span key={name} className={n > 0 ? 'num' : 'num muted'}>
          {name} {n}
        </span>
      ))}
    </span>
  )
}

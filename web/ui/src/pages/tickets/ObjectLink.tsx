import { Link } from 'react-router'
import { objectWords } from '../../show/failureWords'

interface Props {
  type: string
  id: string | undefined
  name: string | undefined
}

/** What a fault lies on, with the way to it where it has a page of its own. */
export function ObjectLink({ type, id, name }: Props) {
  const kind = objectWords[type] ?? '对象'
  const to = pageOf(type, id)
  const words = name || (id ? `${kind} ${id}` : kind)
  return (
    <span className="object">
      <span className="badge plain">{kind}</span>
      {to ? <Link to={to}>{words}</Link> : <span>{words}</span>}
    </span>
  )
}

/** pageOf is the page on which an object can be seen and mended; undefined for what has none (prompts, weights). */
export function pageOf(type: string, id: string | undefined): string | undefined {
  if (!id || !/^\d+$/.test(id)) return undefined
  if (type === 'pair') return `/pairs/${id}`
  if (type === 'document') return `/documents/${id}`
  return undefined
}

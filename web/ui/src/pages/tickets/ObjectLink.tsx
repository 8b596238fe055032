import { Link } from 'react-router'
import type { Proof } from '../../api/loop'
import { objectWords } from '../../show/failureWords'
import { placesOf } from '../../show/places'
import { OriginalLink } from '../../show/OriginalLink'

interface Props {
  type: string
  id: string | undefined
  name: string | undefined
  /** what was looked at: says in which text an article stands */
  proofs?: Proof[] | null
}

/** What a fault lies on, with the way to it where it has a page of its own. */
export function ObjectLink({ type, id, name, proofs }: Props) {
  const kind = objectWords[type] ?? '对象'
  return (
    <span className="object">
      <span className="badge plain">{kind}</span>
      <Way type={type} id={id} proofs={proofs} name={name || (id ? `${kind} ${id}` : kind)} />
    </span>
  )
}

function Way({ type, id, name, proofs }: Props) {
  const to = pageOf(type, id)
  if (to) return <Link to={to}>{name}</Link>
  const at = type === 'chunk' ? placeOf(proofs, Number(id)) : undefined
  if (!at) return <span>{name}</span>
  return (
    <OriginalLink document={at.document} version={at.version} chunk={Number(id)}>
      {name}
    </OriginalLink>
  )
}

/** pageOf is the page on which an object can be seen and mended; undefined for what has none (prompts, weights, a file not there). */
export function pageOf(type: string, id: string | undefined): string | undefined {
  if (!id || !/^\d+$/.test(id)) return undefined
  if (type === 'pair') return `/pairs/${id}`
  if (type === 'document') return `/documents/${id}`
  return undefined
}

/** placeOf finds in what text an article stands, from the proofs that name it. */
export function placeOf(proofs: Proof[] | null | undefined, chunk: number): { document: number; version: number | undefined } | undefined {
  const place = placesOf(proofs ?? []).find((known) => known?.chunk === chunk)
  return place?.document ? { document: place.document, version: place.version } : undefined
}

import { useMemo } from 'react'
import { diff } from './changes'

/** Two versions of a text in one: what went is struck out, what came is underlined. */
export function Diff({ before, after }: { before: string; after: string }) {
  const pieces = useMemo(() => diff(before, after), [before, after])
  return (
    <>
      {pieces.map((p, i) => (p.kind === 'same' ? <span key={i}>{p.text}</span> : p.kind === 'added' ? <ins key={i}>{p.text}</ins> : <del key={i}>{p.text}</del>))}
    </>
  )
}

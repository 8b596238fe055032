import { useMemo } from 'react'
import { diff, type Piece } from './changes'

/** Two versions of a text in one: what went is struck out, what came is underlined. Brief: long stretches that stayed are cut. */
export function Diff({ before, after, brief }: { before: string; after: string; brief?: boolean }) {
  const pieces = useMemo(() => diff(before, after), [before, after])
  return (
    <>
      {pieces.map((p, i) => {
        if (p.kind === 'added') return <ins key={i}>{p.text}</ins>
        if (p.kind === 'removed') return <del key={i}>{p.text}</del>
        return <span key={i}>{brief ? shortened(p, i === 0, i === pieces.length - 1) : p.text}</span>
      })}
    </>
  )
}

const near = 16

/** What stayed, cut down to what stands beside a change. */
function shortened({ text }: Piece, first: boolean, last: boolean): string {
  const runes = Array.from(text)
  if (runes.length <= near * 2 + 4) return text
  const head = first ? '' : runes.slice(0, near).join('')
  const tail = last ? '' : runes.slice(-near).join('')
  return `${head}…${tail}`
}

import type { Citation } from '../../api/model'
import { circled } from '../../show/format'
import { sourceLine } from './answerText'

export type OpenCitation = (citations: Citation[], n: number) => void

/** The mark of a citation; opens the original beside the answer. */
export function Cite({ n, citations, onOpen }: { n: number; citations: Citation[]; onOpen: OpenCitation }) {
  const citation = citations.find((c) => c.n === n)
  if (!citation) return null
  const source = sourceLine(citation)
  return (
    <button type="button" className="cite" title={source} aria-label={`依据${n}：${source}`} onClick={() => onOpen(citations, n)}>
      {circled(n)}
    </button>
  )
}

// From a stretch of a text that a person has marked to a basis.

import type { Basis, Chunk, Version } from '../../api/model'
import type { Range } from '../../show/DocumentText'
import { sliceRunes } from '../../show/runes'
import { chunkAt } from '../documents/outlineTree'

/** basisOf makes a basis of a stretch of a version; the address is that of the chunk in which it begins. */
export function basisOf(version: Version, chunks: Chunk[], { start, end }: Range): Basis {
  const chunk = chunkAt(chunks, start)
  return {
    chunk_id: chunk?.id,
    version_id: version.id,
    document_id: version.document_id,
    title: version.title,
    doc_no: version.doc_no,
    filename: version.filename,
    address: chunk?.address ?? '',
    label: chunk?.label ?? '',
    quote: sliceRunes(version.text, start, end),
    start,
    end,
    hash: '',
    status: version.status,
    effective_from: version.effective_from,
    effective_to: version.effective_to,
  }
}

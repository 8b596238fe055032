import { Link } from 'react-router'
import type { Chunk, Version } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import type { Range } from '../../show/DocumentText'
import { placeOf } from '../../show/format'

/** From the passage that is lit to the pairs that rest on its document, and to a new one that rests on it. */
export function FromHere({ version, chunk, lit }: { version: Version; chunk?: Chunk; lit: Range }) {
  const actor = useActor()
  if (!has(actor, 'expert', 'lead', 'admin')) return null
  const place = `document=${version.document_id}&version=${version.id}&start=${lit.start}&end=${lit.end}`
  return (
    <div className="reader-here">
      <span className="muted">已选 {chunk ? placeOf(chunk.label) : `${lit.end - lit.start} 字`}</span>
      <Link to={`/pairs?document_id=${version.document_id}`}>查看本文件的问答对</Link>
      {has(actor, 'expert', 'lead') && <Link to={`/pairs/new?${place}`}>以此为依据新建问答对</Link>}
    </div>
  )
}

// Where proofs lead to.
import type { Proof } from '../api/loop'

export interface Place {
  pair?: number
  document?: number
  version?: number
  chunk?: number
}

/** placesOf says for each proof where it leads, and each place once: what is shown again further down is not a new way. */
export function placesOf(proofs: Proof[]): (Place | undefined)[] {
  const document = new Map<number, number>() // version → document, from the proofs that name both
  for (const { ids } of proofs) if (ids?.version && ids.document) document.set(ids.version, ids.document)
  const version = new Map<number, number>()
  for (const { ids } of proofs) if (ids?.chunk && ids.version) version.set(ids.chunk, ids.version)
  const seen = new Set<string>()
  return proofs.map(({ ids = {} }) => {
    const of = ids.version ?? (ids.chunk ? version.get(ids.chunk) : undefined)
    const place: Place = ids.pair ? { pair: ids.pair } : { document: ids.document ?? (of ? document.get(of) : undefined), version: of, chunk: ids.chunk }
    const key = JSON.stringify(place)
    if (!(place.pair ?? place.document) || seen.has(key)) return undefined
    seen.add(key)
    return place
  })
}

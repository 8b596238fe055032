import { expect, it } from 'vitest'
import { placesOf } from './places'

const proof = (ids?: Record<string, number>) => ({ check: '', label: '', ok: true, ids })

it('leads to each place once, and knows the file of an article that a proof names by its version alone', () => {
  const places = placesOf([proof({ document: 3, version: 5 }), proof({ pair: 9, pair_version: 1 }), proof({ pair: 9 }), proof({ version: 5, chunk: 7 }), proof({ chunk: 7 }), proof()])
  expect(places).toEqual([{ document: 3, version: 5, chunk: undefined }, { pair: 9 }, undefined, { document: 3, version: 5, chunk: 7 }, undefined, undefined])
})

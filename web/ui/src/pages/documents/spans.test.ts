import { expect, it } from 'vitest'
import { versionInfo } from '../../test/made'
import { shownVersion } from './shownVersion'
import { spans } from './spans'

const old = versionInfo({ id: 1, effective_from: '2019-01-01', effective_to: '2025-01-01', status: 'amended' })
const now = versionInfo({ id: 2, effective_from: '2025-01-01', effective_to: '' })

it('lets one version begin where the other ends, and the open one run to the edge', () => {
  const { bars, now: today, years } = spans([now, old], '2026-11-22')
  expect(bars[1]!.to).toBeCloseTo(bars[0]!.from)
  expect(bars[0]!.to).toBe(100)
  expect(today).toBeGreaterThan(bars[0]!.from)
  expect(today).toBeLessThan(100)
  expect(years.length).toBeLessThanOrEqual(8)
  expect(years.every((y) => y.at >= 0 && y.at <= 100)).toBe(true)
})

it('stands a version of unknown beginning at the left edge', () => {
  expect(spans([versionInfo({ effective_from: '' })], '2026-11-22').bars[0]).toMatchObject({ from: 0, to: 100 })
})

it('shows the version in force, not the newest that is not', () => {
  const coming = versionInfo({ id: 3, status: 'not_yet_effective' })
  expect(shownVersion({ versions: [coming, now, old] })?.id).toBe(2)
  expect(shownVersion({ versions: [coming] })?.id).toBe(3)
  expect(shownVersion({ versions: [] })).toBeUndefined()
})

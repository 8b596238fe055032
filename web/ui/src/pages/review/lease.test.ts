import { expect, it } from 'vitest'
import { clockOf, leaseEnd, worthRenewing } from './lease'

const now = Date.parse('2026-11-22T01:00:00Z')

it('takes the end the server says, unless the clocks disagree', () => {
  expect(leaseEnd('2026-11-22T01:29:30Z', now)).toBe(now + 29.5 * 60_000)
  expect(leaseEnd('2026-11-22T00:40:00Z', now)).toBe(now + 30 * 60_000) // this clock is ahead
  expect(leaseEnd('2026-11-22T09:00:00Z', now)).toBe(now + 30 * 60_000) // this clock is behind
  expect(leaseEnd(null, now)).toBe(now + 30 * 60_000)
})

it('renews in good time and never what has run out', () => {
  expect(worthRenewing(now + 25 * 60_000, now)).toBe(false)
  expect(worthRenewing(now + 10 * 60_000, now)).toBe(true)
  expect(worthRenewing(now, now)).toBe(false)
})

it('writes minutes and seconds', () => {
  expect([clockOf(1_800_000), clockOf(65_000), clockOf(900), clockOf(-5)]).toEqual(['30:00', '01:05', '00:01', '00:00'])
})

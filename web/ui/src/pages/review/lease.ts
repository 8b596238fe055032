// How long an item is still held.

export const leaseMinutes = 30

/** Below this much a lease is renewed when its holder does something. */
const renewBelow = 22 * 60_000

/**
 * leaseEnd is when a lease just granted runs out by this machine's clock. Office clocks are wrong by minutes, sometimes by
 * hours: an end that cannot be right is taken as a full lease from now.
 */
export function leaseEnd(until: string | null | undefined, now: number): number {
  const end = Date.parse(until ?? '')
  const left = end - now
  return left > 60_000 && left <= (leaseMinutes + 5) * 60_000 ? end : now + leaseMinutes * 60_000
}

/** worthRenewing says whether activity should renew the lease now. */
export function worthRenewing(end: number, now: number): boolean {
  return end > now && end - now < renewBelow
}

/** clockOf writes what is left as 28:05. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}

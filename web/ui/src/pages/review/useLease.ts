import { useEffect, useRef, useState } from 'react'
import { review } from '../../api/review'
import { isStatus } from '../../api/fault'
import { leaseEnd, worthRenewing } from './lease'

const everyMinute = 60_000

export interface Lease {
  end: number
  /** it has run out, or somebody else has the item */
  lost: boolean
  /** takes it up again; throws what the server says */
  renew: () => Promise<void>
}

/** Holds an item while somebody works on it: what they do renews the lease, a pause of half an hour lets it go. */
export function useLease(id: number, granted: number): Lease {
  const [end, setEnd] = useState(granted)
  const [lost, setLost] = useState(false)
  const tried = useRef(0)

  useEffect(() => {
    if (lost) return undefined
    const timer = window.setTimeout(() => setLost(true), Math.max(0, end - Date.now()))
    const active = () => {
      const now = Date.now()
      if (now - tried.current < everyMinute || !worthRenewing(end, now)) return
      tried.current = now
      // a lost connection may come back before the lease ends; a refusal says that the item is gone
      review.renew(id).then(
        (held) => setEnd(leaseEnd(held?.lease_until, Date.now())),
        (error: unknown) => (isStatus(error, 409) || isStatus(error, 404)) && setLost(true),
      )
    }
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const
    for (const kind of kinds) window.addEventListener(kind, active, { passive: true })
    return () => {
      window.clearTimeout(timer)
      for (const kind of kinds) window.removeEventListener(kind, active)
    }
  }, [id, end, lost])

  async function renew() {
    const held = await review.renew(id)
    setEnd(leaseEnd(held?.lease_until, Date.now()))
    setLost(false)
  }
  return { end, lost, renew }
}

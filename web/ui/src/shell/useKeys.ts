import { useEffect } from 'react'
import { typing } from './useShortcuts'

/** useKeys runs what is under a plain key, in either case, outside of fields. Off while a dialog is open or work is under way. */
export function useKeys(keys: Record<string, () => void>, on = true): void {
  useEffect(() => {
    if (!on) return undefined
    const listen = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e.target)) return
      const act = keys[e.key.length === 1 ? e.key.toLowerCase() : e.key]
      if (!act) return
      e.preventDefault()
      act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [keys, on])
}

import { useCallback, useState } from 'react'

/**
 * useKept is a state that outlives a reload and a lost session: what a person has typed is theirs until it is saved. Give it
 * a key of the account and the thing, and mount anew (key=…) for another thing. The third value forgets it.
 */
export function useKept<T>(key: string, initial: T): [T, (next: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => read<T>(key) ?? initial)
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      try {
        window.sessionStorage.setItem(key, JSON.stringify(next))
      } catch {
        // a full or forbidden store: it is kept for as long as the page is open
      }
    },
    [key],
  )
  const forget = useCallback(() => window.sessionStorage.removeItem(key), [key])
  return [value, keep, forget]
}

function read<T>(key: string): T | undefined {
  try {
    const kept = window.sessionStorage.getItem(key)
    return kept === null ? undefined : (JSON.parse(kept) as T)
  } catch {
    return undefined
  }
}

import { useEffect } from 'react'

interface Actions {
  help: () => void
  place: (n: number) => void
}

/** typing says whether a key press belongs to a field that is being filled in. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** useKey runs f on a plain key press outside of fields. */
export function useKey(key: string, f: () => void): void {
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (e.key !== key || e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return
      e.preventDefault()
      f()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [key, f])
}

/** useShortcuts handles the keys that work on every page. */
export function useShortcuts({ help, place }: Actions): void {
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (e.altKey && /^Digit[1-9]$/.test(e.code)) {
        e.preventDefault()
        place(Number(e.code.slice(5)))
      } else if ((e.key === '?' || e.key === '？') && !typing(e.target)) {
        e.preventDefault()
        help()
      }
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}

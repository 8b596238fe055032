import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Content, Finding } from '../../api/model'
import { pairs } from '../../api/pairs'
import { missing, tidy } from './content'

const pause = 700

/** Checks a content as it is written, a moment after the last change. */
export function useCheck(content: Content, on: boolean): { findings: Finding[]; stale: boolean; failed: unknown } {
  const now = JSON.stringify(tidy(content))
  const [settled, setSettled] = useState(now)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(now), pause)
    return () => window.clearTimeout(timer)
  }, [now])
  const query = useQuery({
    queryKey: ['pair-check', settled],
    queryFn: () => pairs.check(JSON.parse(settled) as Content),
    enabled: on && missing(JSON.parse(settled) as Content) === '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { findings: query.data ?? [], stale: settled !== now || query.isFetching, failed: query.error }
}

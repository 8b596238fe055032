// Where versions and years stand on a line of time, in percent.

import type { VersionInfo } from '../../api/model'

export interface Bar {
  version: VersionInfo
  from: number
  to: number
}

const dayNumber = (day: string) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000

/** spans lays versions out between the first day of any and a little after the last or the day asked about. */
export function spans(versions: VersionInfo[], day: string): { bars: Bar[]; now: number; years: { year: number; at: number }[] } {
  const known = versions.flatMap((v) => [v.effective_from, v.effective_to]).filter((d): d is string => Boolean(d))
  const numbers = [...known, day].map(dayNumber)
  const low = Math.min(...numbers)
  const high = Math.max(...numbers)
  const width = Math.max(high - low, 30)
  const first = low - width * 0.03
  const last = high + width * 0.05
  const at = (n: number) => ((n - first) / (last - first)) * 100
  const bars = versions.map((version) => ({
    version,
    from: version.effective_from ? at(dayNumber(version.effective_from)) : 0,
    to: version.effective_to ? at(dayNumber(version.effective_to)) : 100,
  }))
  return { bars, now: at(dayNumber(day)), years: yearMarks(first, last, at) }
}

function yearMarks(first: number, last: number, at: (n: number) => number): { year: number; at: number }[] {
  const begin = new Date(first * 86_400_000).getUTCFullYear() + 1
  const end = new Date(last * 86_400_000).getUTCFullYear()
  const step = Math.max(1, Math.ceil((end - begin + 1) / 8))
  const marks = []
  for (let year = begin; year <= end; year += step) marks.push({ year, at: at(dayNumber(`${year}-01-01`)) })
  return marks
}

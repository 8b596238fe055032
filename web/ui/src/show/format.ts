// How dates, sizes and marks are written.

/** chineseDate writes 2024-03-11 as 2024年3月11日; anything else as a dash. */
export function chineseDate(day: string | undefined): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(day ?? '')
  return m ? `${m[1]}年${Number(m[2])}月${Number(m[3])}日` : '—'
}

/** interval writes the days a version is in force, the last day included. */
export function interval(from: string | undefined, to: string | undefined): string {
  if (!from && !to) return '施行日期未知'
  if (!to) return `${chineseDate(from)}起施行`
  return `${from ? chineseDate(from) : '起始日期未知'}至${chineseDate(dayBefore(to))}`
}

/** dayBefore turns the first day out of force into the last day in force. */
export function dayBefore(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

/** today is the current day in China, wherever the browser stands. */
export function today(): string {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
}

/** moment writes an instant as 2026-11-22 09:05 in China's time. */
export function moment(instant: string | undefined): string {
  if (!instant || instant.startsWith('0001-')) return '—'
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return '—'
  return new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** chinaDay is the day of an instant in China's time, as 2026-11-22. */
export function chinaDay(instant: string | undefined): string {
  return moment(instant).slice(0, 10)
}

/** bytes writes a size with the unit offices use. */
export function bytes(n: number): string {
  if (n < 1024) return `${n} 字节`
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KB`
  return `${(n / 1024 / 1024).toFixed(1)} MB`
}

/** circled is the mark of citation n: ① … ㊿, （51） beyond. */
export function circled(n: number): string {
  if (n >= 1 && n <= 20) return String.fromCodePoint(0x2460 + n - 1)
  if (n >= 21 && n <= 35) return String.fromCodePoint(0x3251 + n - 21)
  if (n >= 36 && n <= 50) return String.fromCodePoint(0x32b1 + n - 36)
  return `（${n}）`
}

/** quoted puts a title in 《》 unless it has them. */
export function quoted(title: string): string {
  return title.startsWith('《') ? title : `《${title}》`
}

/** placeOf is a label without the mark that only makes sense in the text: 一、 is cited as 一. */
export function placeOf(label: string): string {
  return label.replace(/[、.．]$/, '')
}

/** duration writes milliseconds as a person says them. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`
}

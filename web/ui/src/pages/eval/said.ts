import { circled } from '../../show/format'

/** said is an answer without the line of its grounds, which stand below it, and with the marks that people know. */
export function said(text: string): string {
  const [words = ''] = text.split('\n依据：')
  return words.replace(/\[(\d+)\]/g, (_, n: string) => circled(Number(n))).trim() || '—'
}

import type { Range } from './DocumentText'

/**
 * locate finds a quote in a text: where the citation says, if the words are there, else wherever they are; undefined when
 * the text does not have them. A quote is never lit over other words.
 */
export function locate(text: string, cited: { quote: string; start: number; end: number }): Range | undefined {
  const runes = Array.from(text)
  const said = runes.slice(cited.start, cited.end).join('')
  if (said !== '' && (said === cited.quote || cited.quote === '')) return { start: cited.start, end: cited.end }
  const unit = cited.quote === '' ? -1 : text.indexOf(cited.quote)
  if (unit < 0) return undefined
  const start = Array.from(text.slice(0, unit)).length
  return { start, end: start + Array.from(cited.quote).length }
}

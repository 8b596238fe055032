// The server counts positions in Unicode code points. JavaScript strings count UTF-16 units, and rare characters in names
// of places and people (𠮷, 𬭊) take two. Every slice of a document's text goes through here.

/** A paragraph of a text with its place in it, in code points. */
export interface Paragraph {
  start: number
  end: number
  runes: string[]
}

/** A stretch of a paragraph: lit or not. */
export interface Part {
  text: string
  lit: boolean
}

/** sliceRunes returns text[start:end), counted in code points. */
export function sliceRunes(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join('')
}

/** paragraphs cuts a text at its line ends and keeps where each line stands. */
export function paragraphs(text: string): Paragraph[] {
  let at = 0
  return text.split('\n').map((line) => {
    const runes = Array.from(line)
    const paragraph = { start: at, end: at + runes.length, runes }
    at = paragraph.end + 1
    return paragraph
  })
}

/** touches says whether [start, end) has anything in common with a paragraph. An empty range touches nothing. */
export function touches(p: Paragraph, start: number, end: number): boolean {
  return start < end && p.start < end && start < Math.max(p.end, p.start + 1)
}

/** light cuts a paragraph into what lies before, in and after [start, end). */
export function light(p: Paragraph, start: number, end: number): Part[] {
  if (!touches(p, start, end)) return [{ text: p.runes.join(''), lit: false }]
  const from = Math.max(0, start - p.start)
  const to = Math.min(p.runes.length, end - p.start)
  const parts = [
    { text: p.runes.slice(0, from).join(''), lit: false },
    { text: p.runes.slice(from, to).join(''), lit: true },
    { text: p.runes.slice(to).join(''), lit: false },
  ]
  return parts.filter((part) => part.text !== '')
}

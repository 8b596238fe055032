import type { WordHit, WordVerdict } from '../../api/model'
import { actionWords } from './actions'
import { wordOf } from '../../show/words'

/** What the lists say of a text: the words lit in it, and what would be done. */
export function Verdict({ text, verdict }: { text: string; verdict: WordVerdict }) {
  const hits = verdict.hits ?? []
  if (hits.length === 0) return <p className="muted">没有命中敏感词。</p>
  return (
    <div className="verdict">
      <p>
        处理方式：<b>{wordOf(actionWords, verdict.action)}</b>，命中 {hits.length} 处
      </p>
      <p className="verdict-text">
        {cut(text, hits).map((part, i) => (part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))}
      </p>
      <ul>
        {hits.map((h, i) => (
          <li key={i}>
            <b>{h.word}</b>　{h.class_name}　{wordOf(actionWords, h.action)}
            {h.note && <span className="muted">　{h.note}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** cut splits a text at its hits, counted in code points; overlapping hits are lit once. */
export function cut(text: string, hits: Pick<WordHit, 'start' | 'end'>[]): { text: string; hit: boolean }[] {
  const runes = Array.from(text)
  const parts: { text: string; hit: boolean }[] = []
  let at = 0
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    const from = Math.max(start, at)
    if (from > at) parts.push({ text: runes.slice(at, from).join(''), hit: false })
    parts.push({ text: runes.slice(from, end).join(''), hit: true })
    at = end
  }
  if (at < runes.length) parts.push({ text: runes.slice(at).join(''), hit: false })
  return parts
}

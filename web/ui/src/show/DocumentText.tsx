import { memo, useEffect, useMemo, useRef } from 'react'
import { light, paragraphs, touches, type Paragraph } from './runes'

export interface Range {
  start: number
  end: number
}

interface Props {
  text: string
  lit?: Range
  /** where pages begin: position → page number */
  pages?: Map<number, number>
}

/** A document's original text with one stretch lit and brought into view. */
export function DocumentText({ text, lit, pages }: Props) {
  const root = useRef<HTMLDivElement>(null)
  const parts = useMemo(() => paragraphs(text), [text])
  const pageAt = useMemo(() => pageStarts(parts, pages), [parts, pages])

  useEffect(() => {
    if (!lit) return
    const mark = root.current?.querySelector('mark') ?? root.current?.querySelector('[data-lit]')
    mark?.scrollIntoView?.({ block: 'center' })
  }, [lit, parts])

  return (
    <div className="reading" ref={root} lang="zh-CN">
      {parts.map((p, i) => {
        const on = lit && touches(p, lit.start, lit.end) ? lit : undefined
        const page = pageAt.get(i)
        return (
          <div key={p.start}>
            {page !== undefined && <div className="page-mark">第{page}页</div>}
            <Line p={p} start={on?.start ?? 0} end={on?.end ?? 0} first={i === 0} />
          </div>
        )
      })}
    </div>
  )
}

const Line = memo(function Line({ p, start, end, first }: { p: Paragraph; start: number; end: number; first: boolean }) {
  return (
    <p className={classOf(p, first)} data-start={p.start} data-lit={start < end || undefined}>
      {light(p, start, end).map((part, i) => (part.lit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))}
    </p>
  )
})

const chapter = /^[\s　]*第[一二三四五六七八九十百零〇]+[编章节][\s　]/
const section = /^[\s　]*[一二三四五六七八九十]+、/

function classOf(p: Paragraph, first: boolean): string | undefined {
  const text = p.runes.slice(0, 60).join('')
  if (first && p.runes.length < 60) return 'head title'
  if (chapter.test(text) && p.runes.length < 40) return 'head chapter'
  if (section.test(text) && p.runes.length < 40) return 'head'
  return undefined
}

/** Puts each page's mark before the first paragraph that begins on it. */
function pageStarts(parts: Paragraph[], pages: Map<number, number> | undefined): Map<number, number> {
  const marks = new Map<number, number>()
  if (!pages) return marks
  const starts = [...pages].sort((a, b) => a[0] - b[0])
  let next = 0
  parts.forEach((p, i) => {
    while (next < starts.length && starts[next]![0] <= p.end) {
      if (starts[next]![0] >= p.start) marks.set(i, starts[next]![1])
      next++
    }
  })
  return marks
}

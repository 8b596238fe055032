import type { ReactNode } from 'react'

/** The changelog: headings, lists and paragraphs of its Markdown, and nothing else of it. */
export function Changelog({ text }: { text: string }) {
  if (text.trim() === '') return <p className="muted">这一版没有变更记录。</p>
  return <div className="changelog">{blocksOf(text)}</div>
}

function blocksOf(text: string): ReactNode[] {
  const out: ReactNode[] = []
  let items: string[] = []
  const close = () => {
    if (items.length === 0) return
    const list = items
    out.push(
      <ul key={out.length}>
        {list.map((item, i) => (
          <li key={i}>{item}</li>
        ))}
      </ul>,
    )
    items = []
  }
  for (const line of text.split('\n')) {
    const [, marks, heading] = /^(#+)\s+(.*)$/.exec(line) ?? []
    const item = /^[-*]\s+(.*)$/.exec(line)?.[1]
    if (item !== undefined) {
      items.push(item)
      continue
    }
    close()
    if (marks?.length === 1) continue // the title of the tab says it already
    if (heading !== undefined) out.push(<h3 key={out.length} className={`level-${marks!.length}`}>{heading}</h3>)
    else if (line.trim() !== '') out.push(<p key={out.length}>{line}</p>)
  }
  close()
  return out
}

// The outline of a text: its chunks as a tree by address.

import type { Chunk } from '../../api/model'

export interface Node {
  key: string
  title: string
  /** the chunk that stands exactly here; a heading may have none of its own */
  chunk?: Chunk
  children: Node[]
}

/**
 * outlineTree makes a tree of addresses: 第二章/第九条/第一款 hangs below 第二章/第九条. A heading is named by the chunk's
 * path (第二章 机构设置) where that begins with the address's own word, else by the address.
 */
export function outlineTree(chunks: Chunk[]): Node[] {
  const top: Node[] = []
  const known = new Map<string, Node>()
  for (const chunk of chunks) {
    const steps = chunk.address.split('/')
    let siblings = top
    steps.forEach((step, depth) => {
      const key = steps.slice(0, depth + 1).join('/')
      let node = known.get(key)
      if (!node) {
        node = { key, title: titleOf(chunk, step, depth), children: [] }
        known.set(key, node)
        siblings.push(node)
      }
      if (depth === steps.length - 1) {
        node.chunk = chunk
        node.title = withWords(node.title, chunk)
      }
      siblings = node.children
    })
  }
  return top
}

function titleOf(chunk: Chunk, step: string, depth: number): string {
  const path = chunk.path ?? []
  const plain = (s: string) => s.replace(/[\s　、.．]/g, '')
  const heading = path.find((p) => plain(p).startsWith(plain(step))) ?? path[depth]
  return heading && plain(heading).startsWith(plain(step)) ? heading : step
}

/** A leaf is more telling with its first words. */
function withWords(title: string, chunk: Chunk): string {
  if (Array.from(title).length > 8) return title
  const text = chunk.text.replace(/\s+/g, ' ').trim()
  const words = [title, title.replace(/^第(（.+）)项$/, '$1'), `${title}、`]
    .filter((head) => text.startsWith(head))
    .reduce((rest, head) => (text.length - head.length < rest.length ? text.slice(head.length).trim() : rest), text)
  const some = Array.from(words).slice(0, 18).join('')
  return some ? `${title} ${some}` : title
}

/** chunkAt is the chunk that covers a place: the smallest of those that do. */
export function chunkAt(chunks: Chunk[], place: number): Chunk | undefined {
  return chunks
    .filter((c) => c.start <= place && place < c.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0]
}

import { Input, Tree, type TreeDataNode } from 'antd'
import { useEffect, useMemo, useRef, useState, type Key } from 'react'
import type { Chunk } from '../../api/model'
import type { Range } from '../../show/DocumentText'
import { Empty } from '../../show/States'
import { chunkAt, outlineTree, type Node } from './outlineTree'

interface Props {
  chunks: Chunk[]
  lit: Range | undefined
  onLight: (range: Range) => void
}

/** The chunks of a text as a tree; choosing one lights it in the text. */
export function Outline({ chunks, lit, onLight }: Props) {
  const root = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState('')
  const shown = useMemo(() => chunks.filter((c) => wanted === '' || (c.label + c.text).includes(wanted)), [chunks, wanted])
  const nodes = useMemo(() => outlineTree(shown), [shown])
  const byAddress = useMemo(() => new Map(chunks.map((c) => [c.address, c])), [chunks])
  const current = lit && chunkAt(chunks, lit.start)?.address

  useEffect(() => {
    root.current?.querySelector('.ant-tree-treenode-selected')?.scrollIntoView?.({ block: 'nearest' })
  }, [current])

  function choose(key: Key) {
    const chunk = byAddress.get(String(key)) ?? chunks.find((c) => c.address.startsWith(`${String(key)}/`))
    if (chunk) onLight({ start: chunk.start, end: chunk.end })
  }

  if (chunks.length === 0) return <Empty title="没有条目">这份文件没有识别出条文结构。</Empty>
  return (
    <div ref={root}>
      <Input
        size="small"
        allowClear
        value={wanted}
        placeholder="在本文中查找"
        aria-label="在本文中查找"
        onChange={(e) => setWanted(e.target.value.trim())}
      />
      <p className="muted small outline-count">
        {wanted === '' ? `共 ${chunks.length} 个条目` : `${shown.length} 个条目含“${wanted}”`}
      </p>
      <Tree
        key={wanted === '' ? 'all' : `find ${wanted}`}
        blockNode
        defaultExpandAll={nodes.length < 60 || wanted !== ''}
        defaultExpandedKeys={current ? ancestors(current) : []}
        selectedKeys={current ? [current] : []}
        treeData={toTree(nodes)}
        onSelect={(_, { node }) => choose(node.key)}
      />
    </div>
  )
}

function toTree(nodes: Node[]): TreeDataNode[] {
  return nodes.map((n) => ({
    key: n.key,
    title: (
      <span className="clip outline-node" title={n.chunk ? `${n.chunk.label}` : n.title}>
        {n.title}
      </span>
    ),
    children: n.children.length > 0 ? toTree(n.children) : undefined,
  }))
}

function ancestors(address: string): string[] {
  const steps = address.split('/')
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('/'))
}

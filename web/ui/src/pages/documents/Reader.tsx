import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useMemo } from 'react'
import { versions } from '../../api/documents'
import type { Chunk, Version } from '../../api/model'
import { DocumentText, type Range } from '../../show/DocumentText'
import { Await } from '../../show/States'
import { FromHere } from './FromHere'
import { Outline } from './Outline'
import { chunkAt } from './outlineTree'

interface Props {
  version: Version
  lit: Range | undefined
  onLight: (range: Range) => void
}

/** The text with the outline of its chunks. */
export function Reader({ version, lit, onLight }: Props) {
  const query = useQuery({
    queryKey: ['chunks', version.id],
    queryFn: () => versions.chunks(version.id),
    staleTime: 10 * 60_000,
  })
  const pages = useMemo(() => pagesOf(query.data ?? []), [query.data])
  return (
    <div className="reader">
      <div className="reader-side">
        <Await query={query} what="正在取得目录">
          {(chunks) => <Outline chunks={chunks} lit={lit} onLight={onLight} />}
        </Await>
      </div>
      <div className="reader-text" tabIndex={0}>
        {version.quality.garbled && (
          <Alert type="warning" showIcon title="这份文件的文字层有乱码，识别结果不可靠，请下载原件核对。" style={{ marginBottom: 12 }} />
        )}
        <DocumentText text={version.text} lit={lit} pages={pages} />
      </div>
      {lit && <FromHere version={version} chunk={chunkAt(query.data ?? [], lit.start)} lit={lit} />}
    </div>
  )
}

/** pagesOf maps the place where a page first shows up among the chunks to its number. */
export function pagesOf(chunks: Chunk[]): Map<number, number> {
  const pages = new Map<number, number>()
  let last = 0
  for (const chunk of chunks) {
    if (chunk.page && chunk.page > last) {
      pages.set(chunk.start, chunk.page)
      last = chunk.page
    }
  }
  return pages
}

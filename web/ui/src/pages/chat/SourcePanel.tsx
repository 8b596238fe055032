import { CloseOutlined, DownOutlined, ReadOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useCallback, useMemo } from 'react'
import { Link } from 'react-router'
import { versions } from '../../api/documents'
import type { Citation, Version } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { DocumentText } from '../../show/DocumentText'
import { circled, interval, placeOf, quoted } from '../../show/format'
import { locate } from '../../show/locate'
import { Await } from '../../show/States'
import { useKey } from '../../shell/useShortcuts'

export interface Opened {
  citations: Citation[]
  n: number
  asOf: string
}

interface Props {
  opened: Opened
  onTurn: (n: number) => void
  onClose: () => void
}

/** The original of a citation beside the answer, with the quote lit. */
export function SourcePanel({ opened, onTurn, onClose }: Props) {
  const at = Math.max(0, opened.citations.findIndex((c) => c.n === opened.n))
  const citation = opened.citations[at]
  const go = useCallback(
    (step: number) => {
      const next = opened.citations[at + step]
      if (next) onTurn(next.n)
    },
    [opened.citations, at, onTurn],
  )
  useKey('j', useCallback(() => go(1), [go]))
  useKey('k', useCallback(() => go(-1), [go]))
  useKey('Escape', onClose)
  if (!citation) return null
  return (
    <aside className="source" aria-label="依据原文">
      <header className="source-head">
        <div className="row between">
          <b className="muted small">依据原文</b>
          <span className="row">
            <Button size="small" type="text" icon={<UpOutlined />} disabled={at === 0} aria-label="上一条依据" onClick={() => go(-1)} />
            <span className="small num muted">
              {at + 1}/{opened.citations.length}
            </span>
            <Button
              size="small"
              type="text"
              icon={<DownOutlined />}
              disabled={at === opened.citations.length - 1}
              aria-label="下一条依据"
              onClick={() => go(1)}
            />
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label="关闭原文" onClick={onClose} />
          </span>
        </div>
        {opened.citations.length > 1 && <Strip opened={opened} onTurn={onTurn} />}
        <Heading citation={citation} asOf={opened.asOf} />
      </header>
      <Original key={citation.version_id} citation={citation} asOf={opened.asOf} />
    </aside>
  )
}

function Strip({ opened, onTurn }: { opened: Opened; onTurn: (n: number) => void }) {
  return (
    <div className="strip" role="group" aria-label="切换依据">
      {opened.citations.map((c) => (
        <button key={c.n} type="button" className={c.n === opened.n ? 'cite on' : 'cite'} title={c.label} onClick={() => onTurn(c.n)}>
          {circled(c.n)}
        </button>
      ))}
    </div>
  )
}

function Heading({ citation: c, asOf }: { citation: Citation; asOf: string }) {
  return (
    <>
      <h2>{quoted(c.title)}</h2>
      <div className="row wrap small">
        <StatusBadge status={c.status} doubt={c.doubt} />
        {c.doc_no && <span>{c.doc_no}</span>}
        <span className="muted">{interval(c.effective_from, c.effective_to)}</span>
      </div>
      <div className="row between small">
        <b>
          {placeOf(c.label)}
          {c.page ? <span className="muted"> · 第{c.page}页</span> : null}
        </b>
        <Link className="row" to={`/documents/${c.document_id}?version=${c.version_id}&start=${c.start}&end=${c.end}&as_of=${asOf}`}>
          <ReadOutlined aria-hidden /> 在阅读器中打开
        </Link>
      </div>
    </>
  )
}

function Original({ citation, asOf }: { citation: Citation; asOf: string }) {
  const query = useQuery({
    queryKey: ['version', citation.version_id, asOf],
    queryFn: () => versions.byID(citation.version_id, asOf),
    staleTime: 10 * 60_000,
  })
  return (
    <div className="source-body" tabIndex={0}>
      <Await query={query} what="正在打开原文">
        {(version) => <Lit version={version} citation={citation} />}
      </Await>
    </div>
  )
}

function Lit({ version, citation }: { version: Version; citation: Citation }) {
  const found = useMemo(() => locate(version.text, citation), [version.text, citation])
  return (
    <>
      {!found && (
        <Alert type="warning" showIcon title="原文中没有找到这段引文，可能文件已重新处理。请以原件为准，并反馈给管理员。" />
      )}
      <DocumentText text={version.text} lit={found} />
    </>
  )
}

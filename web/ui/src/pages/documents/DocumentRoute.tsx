import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { useMemo } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { documents, versions } from '../../api/documents'
import type { Document, Version } from '../../api/model'
import type { Range } from '../../show/DocumentText'
import { Await, Empty } from '../../show/States'
import { DocumentHead } from './DocumentHead'
import { FactTable } from './FactTable'
import { FieldList } from './FieldList'
import { Reader } from './Reader'
import { RelationTable } from './RelationTable'
import { shownVersion } from './shownVersion'
import { Timeline } from './Timeline'
import './documents.css'

/** One document: its versions, its text, what was read from it. The address says version, day and what is lit. */
export default function DocumentRoute() {
  const id = Number(useParams().id)
  const [params, setParams] = useSearchParams()
  const asOf = params.get('as_of') ?? undefined
  const query = useQuery({ queryKey: ['document', id, asOf], queryFn: () => documents.byID(id, asOf) })
  const change = (next: Record<string, string | undefined>) =>
    setParams((old) => {
      const merged = new URLSearchParams(old)
      for (const [key, value] of Object.entries(next)) {
        if (value) merged.set(key, value)
        else merged.delete(key)
      }
      return merged
    })
  return (
    <Await query={query} what="正在打开文件">
      {(document) => <Opened document={document} asOf={asOf} params={params} onChange={change} />}
    </Await>
  )
}

interface Props {
  document: Document
  asOf: string | undefined
  params: URLSearchParams
  onChange: (next: Record<string, string | undefined>) => void
}

function Opened({ document, asOf, params, onChange }: Props) {
  const chosen = Number(params.get('version')) || shownVersion(document)?.id || 0
  const query = useQuery({
    queryKey: ['version', chosen, asOf],
    queryFn: () => versions.byID(chosen, asOf),
    enabled: chosen > 0,
    staleTime: 10 * 60_000,
  })
  return (
    <div className="doc">
      <nav className="small">
        <Link to="/documents">文档</Link> <span className="muted">/ {document.title}</span>
      </nav>
      <DocumentHead
        document={document}
        version={query.data}
        asOf={asOf}
        onAsOf={(day) => onChange({ as_of: day, version: undefined, start: undefined, end: undefined })}
      />
      {(document.versions ?? []).length > 1 && <Timeline
        versions={document.versions ?? []}
        chosen={chosen}
        asOf={asOf}
        onChoose={(version) => onChange({ version: String(version), start: undefined, end: undefined })}
      />}
      {chosen === 0 ? (
        <Empty title="这份文件还没有可读的版本">文件可能仍在处理，请稍后再来。</Empty>
      ) : (
        <Await query={query} what="正在打开原文">
          {(version) => <VersionTabs version={version} params={params} onChange={onChange} />}
        </Await>
      )}
    </div>
  )
}

function VersionTabs({ version, params, onChange }: { version: Version } & Pick<Props, 'params' | 'onChange'>) {
  const start = params.get('start')
  const end = params.get('end')
  const lit = useMemo(() => (start && end ? { start: Number(start), end: Number(end) } : undefined), [start, end])
  const light = (range: Range) => onChange({ tab: undefined, start: String(range.start), end: String(range.end) })
  return (
    <Tabs
      className="panel doc-tabs"
      activeKey={params.get('tab') ?? 'text'}
      onChange={(tab) => onChange({ tab: tab === 'text' ? undefined : tab })}
      destroyOnHidden
      items={[
        { key: 'text', label: '原文', children: <Reader version={version} lit={lit} onLight={light} /> },
        { key: 'facts', label: '编制与职数', children: <FactTable versionID={version.id} onLight={light} /> },
        { key: 'relations', label: '文件关系', children: <RelationTable versionID={version.id} onLight={light} /> },
        { key: 'fields', label: '要素与提示', children: <FieldList version={version} onLight={light} /> },
      ]}
    />
  )
}

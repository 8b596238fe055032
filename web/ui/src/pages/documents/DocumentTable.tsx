import { Table, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Document, VersionInfo } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { chineseDate } from '../../show/format'
import { Empty } from '../../show/States'
import { clearanceWords, kindWords, wordOf } from '../../show/words'
import { RestoreButton } from './RestoreButton'
import { shownVersion } from './shownVersion'

interface Props {
  items: Document[]
  total: number
  loading: boolean
  filtered: boolean
  asOf: string | undefined
  page: number
  size: number
  withdrawn: boolean
  onPage: (page: number) => void
}

/** The catalogue as a table. */
export function DocumentTable({ items, total, loading, filtered, asOf, page, size, withdrawn, onPage }: Props) {
  const suffix = asOf ? `?as_of=${asOf}` : ''
  const columns: TableColumnsType<Document> = [
    {
      title: '标题',
      dataIndex: 'title',
      render: (title: string, d) => (
        <div className="doc-title">
          {withdrawn ? <span>{title}</span> : <Link to={`/documents/${d.id}${suffix}`}>{title}</Link>}
          <span className="muted small">{[d.doc_no, d.issuer].filter(Boolean).join('　')}</span>
        </div>
      ),
    },
    { title: '种类', dataIndex: 'kind', width: 118, render: (kind: Document['kind']) => wordOf(kindWords, kind) },
    { title: '所涉机构', dataIndex: 'org', width: 190, render: (org?: string) => org || '—' },
    { title: '效力', width: 128, render: (_, d) => <Validity version={shownVersion(d)} /> },
    { title: '施行日期', width: 130, render: (_, d) => <span className="nowrap">{chineseDate(shownVersion(d)?.effective_from)}</span> },
    { title: '版本', width: 62, align: 'right', render: (_, d) => <span className="num">{(d.versions ?? []).length}</span> },
    { title: '密级', dataIndex: 'clearance', width: 118, render: (c: number) => wordOf(clearanceWords, c) },
  ]
  if (withdrawn) columns.push({ title: '操作', width: 90, render: (_, d) => <RestoreButton document={d} /> })
  const empty = withdrawn ? (
    <Empty title="没有已撤下的文件">撤下的文件不再出现在目录、检索和问答中，可在这里恢复。</Empty>
  ) : filtered ? (
    <Empty title="没有符合条件的文件">请放宽条件，或清除条件后再查。</Empty>
  ) : (
    <Empty title="库中还没有文件">管理员可用右上角“上传文件”入库；支持文本、网页、Word、Excel、PPT、PDF 和 OFD 文件。</Empty>
  )
  return (
    <Table<Document>
      className="panel"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={items}
      loading={loading}
      locale={{ emptyText: loading ? ' ' : empty }}
      scroll={{ x: 1080 }}
      pagination={{ current: page, pageSize: size, total, showSizeChanger: false, showTotal: (n) => `共 ${n} 份`, onChange: onPage }}
    />
  )
}

function Validity({ version }: { version: VersionInfo | undefined }) {
  return version ? <StatusBadge status={version.status} doubt={version.doubt} /> : <span className="muted">—</span>
}

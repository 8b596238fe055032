import { DownloadOutlined } from '@ant-design/icons'
import { Button, Progress, Table, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Release } from '../../api/model'
import { releases } from '../../api/releases'
import { bytes, moment } from '../../show/format'
import { releaseStates } from '../../show/pairWords'
import { Empty } from '../../show/States'
import { wordOf } from '../../show/words'
import { Changes } from './Changes'

/** The releases, newest first. */
export function ReleaseTable({ items, builds }: { items: Release[]; builds: boolean }) {
  const columns: TableColumnsType<Release> = [
    { title: '版本', width: 128, render: (_, r) => (r.state === 'ready' ? <Link to={`/releases/${r.version}`} className="release-version">{r.version}</Link> : <span className="release-version muted">{r.version}</span>) },
    { title: '状态', width: 190, render: (_, r) => <State release={r} /> },
    { title: '记录', width: 84, align: 'right', render: (_, r) => <span className="num">{r.state === 'ready' ? r.records : '—'}</span> },
    { title: '比上一版', width: 210, render: (_, r) => (r.state === 'ready' ? <Changes release={r} /> : '—') },
    { title: '大小', width: 92, align: 'right', render: (_, r) => <span className="num">{r.state === 'ready' ? bytes(r.size) : '—'}</span> },
    { title: '说明', render: (_, r) => <span className="release-note">{r.note || '—'}</span> },
    ...(builds ? [{ title: '生成人', width: 110, render: (_: unknown, r: Release) => r.created_by || '—' }] : []),
    { title: '时间', width: 142, render: (_, r) => <span className="num nowrap">{moment(r.ended_at ?? r.created_at)}</span> },
    {
      title: '',
      width: 118,
      render: (_, r) =>
        r.state === 'ready' && (
          <Button size="small" icon={<DownloadOutlined />} href={releases.archiveURL(r.version)} download aria-label={`下载全部 ${r.version}`}>
            下载全部
          </Button>
        ),
    },
  ]
  return (
    <Table<Release>
      className="panel"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={items}
      scroll={{ x: 1080 }}
      pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      locale={{ emptyText: <Empty title="还没有发布">{builds ? '审定一批问答对后，即可生成第一个版本。' : '还没有可取用的版本，请稍后再来。'}</Empty> }}
    />
  )
}

function State({ release: r }: { release: Release }) {
  if (r.state === 'ready') return <span className="badge done">{releaseStates.ready}</span>
  if (r.state === 'failed')
    return (
      <>
        <span className="badge failed">{releaseStates.failed}</span>
        <p className="intake-error">{r.error}</p>
      </>
    )
  return (
    <span className="stage-cell">
      <span className="small">{r.started_at ? wordOf(releaseStates, r.state) : '等待生成'}</span>
      <Progress percent={Math.round((r.progress ?? 0) * 100)} size="small" status="active" />
    </span>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import type { ReleasePull } from '../../api/model'
import { releases } from '../../api/releases'
import { bytes, moment } from '../../show/format'
import { Await, Empty } from '../../show/States'

const columns: TableColumnsType<ReleasePull> = [
  { title: '时间', dataIndex: 'created_at', width: 160, render: (at: string) => <span className="num">{moment(at)}</span> },
  { title: '账号', dataIndex: 'actor', width: 220 },
  { title: '取用的文件', dataIndex: 'path', render: (path: string) => <code>{path}</code> },
  { title: '大小', dataIndex: 'bytes', width: 120, align: 'right', render: (n: number) => <span className="num">{bytes(n)}</span> },
]

/** Who has taken what of a release. */
export function PullTable({ version }: { version: string }) {
  const query = useQuery({ queryKey: ['release-pulls', version], queryFn: () => releases.pulls(version) })
  return (
    <Await query={query} what="正在取得取用记录">
      {(list) => (
        <Table<ReleasePull>
          rowKey={(p) => `${p.created_at}${p.actor}${p.path}`}
          size="small"
          columns={columns}
          dataSource={list.items ?? []}
          pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
          locale={{ emptyText: <Empty title="还没有人取用">共建城市取用文件后，这里记下账号、文件和时间。</Empty> }}
        />
      )}
    </Await>
  )
}

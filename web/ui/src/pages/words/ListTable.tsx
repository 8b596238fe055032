import { Table, type TableColumnsType } from 'antd'
import type { WordList } from '../../api/model'
import { moment } from '../../show/format'
import { Empty } from '../../show/States'

const columns: TableColumnsType<WordList> = [
  { title: '名称', dataIndex: 'name' },
  { title: '来源', width: 80, render: (_, l) => (l.built_in ? '随系统' : '导入') },
  { title: '词数', dataIndex: 'words', width: 80, align: 'right', className: 'num' },
  { title: '更新时间', dataIndex: 'updated_at', width: 142, render: (at?: string) => <span className="num">{moment(at)}</span> },
]

/** The word lists in use. */
export function ListTable({ items }: { items: WordList[] }) {
  return (
    <Table<WordList>
      rowKey="name"
      size="small"
      columns={columns}
      dataSource={items}
      pagination={false}
      locale={{ emptyText: <Empty title="没有词表">请导入主管部门下发的词表。</Empty> }}
    />
  )
}

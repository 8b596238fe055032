import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { versions } from '../../api/documents'
import type { Fact } from '../../api/model'
import type { Range } from '../../show/DocumentText'
import { Await, Empty } from '../../show/States'
import { factWords, wordOf } from '../../show/words'

/** The numbers read from a text, each with its words. */
export function FactTable({ versionID, onLight }: { versionID: number; onLight: (range: Range) => void }) {
  const query = useQuery({ queryKey: ['facts', versionID], queryFn: () => versions.facts(versionID) })
  const columns: TableColumnsType<Fact> = [
    { title: '机构', dataIndex: 'org', width: 200 },
    { title: '内设机构', dataIndex: 'unit', width: 140, render: (unit?: string) => unit || '—' },
    { title: '类型', width: 190, render: (_, f) => [wordOf(factWords, f.type), f.title && `（${f.title}）`] },
    { title: '数量', width: 80, align: 'right', render: (_, f) => <b className="num">{count(f)}</b> },
    {
      title: '原文',
      render: (_, f) => (
        <button type="button" className="linklike" title="在原文中查看" onClick={() => onLight({ start: f.start, end: f.end })}>
          {f.quote}
        </button>
      ),
    },
    { title: '条文', dataIndex: 'label', width: 150 },
  ]
  return (
    <Await query={query} what="正在取得数据">
      {(facts) => (
        <Table<Fact>
          rowKey="id"
          size="small"
          columns={columns}
          dataSource={facts}
          scroll={{ x: 1000 }}
          pagination={facts.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          locale={{ emptyText: <Empty title="没有编制和职数">这个版本的文本中没有识别出编制数或领导职数。</Empty> }}
        />
      )}
    </Await>
  )
}

function count(f: Fact): string {
  return f.delta && f.n > 0 ? `+${f.n}` : String(f.n)
}

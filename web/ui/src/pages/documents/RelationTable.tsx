import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { versions } from '../../api/documents'
import type { Relation } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { RelationBadge } from '../../show/Badges'
import type { Range } from '../../show/DocumentText'
import { Await, Empty } from '../../show/States'
import { relationWords, wordOf } from '../../show/words'
import { Decide, Target } from './RelationParts'
import { useDecision } from './useDecision'

/** What a text does to others, with the sentence that says so. Leads and administrators decide whether it holds. */
export function RelationTable({ versionID, onLight }: { versionID: number; onLight: (range: Range) => void }) {
  const decides = has(useActor(), 'lead', 'admin')
  const key = ['relations', versionID]
  const query = useQuery({ queryKey: key, queryFn: () => versions.relations(versionID) })
  const decide = useDecision()
  const columns: TableColumnsType<Relation> = [
    { title: '关系', dataIndex: 'type', width: 130, render: (type: string) => wordOf(relationWords, type) },
    { title: '对象', width: 300, render: (_, r) => <Target relation={r} /> },
    {
      title: '原文',
      render: (_, r) =>
        r.version_id === versionID ? (
          <button type="button" className="linklike" title="在原文中查看" onClick={() => onLight({ start: r.start, end: r.end })}>
            {r.sentence}
          </button>
        ) : (
          r.sentence
        ),
    },
    { title: '状态', dataIndex: 'state', width: 92, render: (state: string) => <RelationBadge state={state} /> },
  ]
  if (decides) {
    columns.push({ title: '处理', width: 128, render: (_, r) => <Decide relation={r} busy={decide.isPending} onDecide={decide.mutate} /> })
  }
  return (
    <Await query={query} what="正在取得关系">
      {(items) => (
        <Table<Relation>
          rowKey="id"
          size="small"
          columns={columns}
          dataSource={items}
          pagination={false}
          scroll={{ x: 1000 }}
          locale={{ emptyText: <Empty title="没有文件关系">这个版本的文本中没有写明依据、修改或废止其他文件。</Empty> }}
        />
      )}
    </Await>
  )
}

import { Table, type TableColumnsType } from 'antd'
import type { Group } from '../../api/loop'
import { splitWords } from '../../show/failureWords'
import { headlinesOf, percent } from './figures'

/** Figures group by group: which kinds of question go well and which do not. */
export function GroupTable({ kind, groups }: { kind: string; groups: Group[] }) {
  const names = new Map(groups.flatMap((g) => headlinesOf(g).map((f) => [f.name, f.label] as const)))
  const columns: TableColumnsType<Group> = [
    { title: kind, fixed: 'left', width: 168, render: (_, g) => splitWords[g.name] ?? g.name },
    { title: '题数', dataIndex: 'questions', width: 64, align: 'right' },
    ...[...names].map(([name, label]) => ({
      title: label,
      width: 94,
      align: 'right' as const,
      render: (_: unknown, g: Group) => <Share value={headlinesOf(g).find((f) => f.name === name)?.value} />,
    })),
  ]
  return <Table<Group> rowKey="name" size="small" columns={columns} dataSource={groups} pagination={false} scroll={{ x: 232 + names.size * 94 }} />
}

function Share({ value }: { value: number | undefined }) {
  if (value === undefined) return <span className="muted">—</span>
  return <span className={value < 0.6 ? 'num poor' : 'num'}>{percent(value)}</span>
}

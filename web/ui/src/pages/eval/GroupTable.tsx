import { Table, type TableColumnsType } from 'antd'
import type { Group } from '../../api/loop'
import { splitWords } from '../../show/failureWords'
import { headlinesOf, percent } from './figures'

/** Figures group by group: which kinds of question go well and which do not. */
export function GroupTable({ kind, groups }: { kind: string; groups: Group[] }) {
  const names = columnsOf(groups)
  const columns: TableColumnsType<Group> = [
    { title: kind, fixed: 'left', width: 168, render: (_, g) => splitWords[g.name] ?? g.name },
    { title: '题数', dataIndex: 'questions', width: 64, align: 'right' },
    ...[...names].map(([name, label]) => ({
      title: label,
      width: 94,
      align: 'right' as const,
      render: (_: unknown, g: Group) => <Share of={name} value={headlinesOf(g).find((f) => f.name === name)?.value} />,
    })),
  ]
  return <Table<Group> rowKey="name" size="small" columns={columns} dataSource={groups} pagination={false} scroll={{ x: 232 + names.size * 94 }} />
}

// What was right and what was not; of the other figures nobody can say at sight what is low.
const judged = ['passed', 'answers', 'citations']

function Share({ of, value }: { of: string; value: number | undefined }) {
  if (value === undefined) return <span className="muted">—</span>
  return <span className={judged.includes(of) && value < 0.6 ? 'num poor' : 'num'}>{percent(value)}</span>
}

/** columnsOf are the figures that any of the groups has, in the order in which they are shown everywhere. */
function columnsOf(groups: Group[]): Map<string, string> {
  const scores = new Map(groups.flatMap((g) => g.scores ?? []).map((s) => [s.name, s]))
  const all = { ...groups[0], scores: [...scores.values()] } as Group
  return new Map(headlinesOf(all).map((f) => [f.name, f.label]))
}

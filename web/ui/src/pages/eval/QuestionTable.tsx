import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { evalSets } from '../../api/evaluation'
import type { EvalQuestion, EvalSet } from '../../api/loop'
import { splitWords } from '../../show/failureWords'
import { chineseDate } from '../../show/format'
import { typeName } from '../../show/pairWords'
import { Failed } from '../../show/States'
import { GoldList } from './GoldList'

const size = 20

const columns: TableColumnsType<EvalQuestion> = [
  { title: '编号', dataIndex: 'id', width: 84, render: (id: string) => <span className="num muted">{id}</span> },
  { title: '问题', render: (_, q) => <Asked question={q} /> },
  { title: '标准答案', width: '34%', render: (_, q) => (q.answerable ? <span className="lines-3">{q.answer || (q.must ?? []).join('；') || '—'}</span> : <span className="badge plain">应当拒答</span>) },
  { title: '题型', width: 128, render: (_, q) => typeName(q.type) },
  { title: '划分', width: 64, render: (_, q) => splitWords[q.split ?? ''] ?? q.split ?? '—' },
]

/** The questions of a set with what a right answer must hold. */
export function QuestionTable({ set }: { set: EvalSet }) {
  const [page, setPage] = useState(1)
  const query = useQuery({
    queryKey: ['eval-questions', set.id, page],
    queryFn: () => evalSets.questions(set.id, { limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  })
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />
  return (
    <Table<EvalQuestion>
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={query.data?.items ?? []}
      loading={query.isPending}
      scroll={{ x: 860 }}
      pagination={{ current: page, pageSize: size, total: query.data?.total ?? 0, showSizeChanger: false, showTotal: (n) => `共 ${n} 题`, onChange: setPage }}
    />
  )
}

function Asked({ question: q }: { question: EvalQuestion }) {
  return (
    <div className="run-name">
      <span>{q.question}</span>
      {q.as_of && <span className="muted small">适用时点 {chineseDate(q.as_of)}</span>}
      <GoldList gold={q.gold} />
    </div>
  )
}

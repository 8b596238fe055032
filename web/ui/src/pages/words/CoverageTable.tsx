import { Progress, Table, type TableColumnsType } from 'antd'
import type { WordClass, WordCoverage } from '../../api/model'
import { moment } from '../../show/format'

const columns: TableColumnsType<WordClass> = [
  { title: '编号', dataIndex: 'code', width: 72 },
  { title: '类别', dataIndex: 'name' },
  { title: '已有', dataIndex: 'words', width: 64, align: 'right', className: 'num' },
  { title: '要求', dataIndex: 'needed', width: 64, align: 'right', className: 'num', render: (n: number) => n || '—' },
  {
    title: '达到',
    width: 150,
    render: (_, c) =>
      c.needed > 0 ? (
        <Progress size="small" percent={Math.min(100, Math.floor((c.words / c.needed) * 100))} status={c.missing > 0 ? 'normal' : 'success'} />
      ) : (
        <span className="muted">不设数量要求</span>
      ),
  },
]

/** How far the lists are from the numbers the standard asks for. */
export function CoverageTable({ report }: { report: WordCoverage }) {
  return (
    <div className="words-pad">
      <p className="coverage-sum">
        共 <b className="num">{report.total}</b> 词，标准要求不少于 <b className="num">{report.needed_total}</b> 词。
        {report.complete ? '已达到要求。' : '尚未达到要求。'}
        {report.updated_at && <span className="muted"> 最近导入：{moment(report.updated_at)}</span>}
      </p>
      {(report.problems ?? []).length > 0 && (
        <details className="problems">
          <summary>还缺什么（{report.problems?.length} 项）</summary>
          <ul>
            {report.problems?.map((p) => (
              <li key={p}>{p}</li>
            ))}
          </ul>
        </details>
      )}
      <Table<WordClass> rowKey="code" size="small" columns={columns} dataSource={report.classes ?? []} pagination={false} scroll={{ y: 520 }} />
    </div>
  )
}

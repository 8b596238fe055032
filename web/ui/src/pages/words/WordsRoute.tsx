import { ImportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { words } from '../../api/words'
import { Await } from '../../show/States'
import { CoverageTable } from './CoverageTable'
import { ImportDialog } from './ImportDialog'
import { ListTable } from './ListTable'
import { TryText } from './TryText'
import './words.css'

/** The sensitive words: what there is, what is still missing, how a text fares. */
export default function WordsRoute() {
  const [importing, setImporting] = useState(false)
  const lists = useQuery({ queryKey: ['words', 'lists'], queryFn: words.lists })
  const coverage = useQuery({ queryKey: ['words', 'coverage'], queryFn: words.coverage })
  return (
    <div className="page">
      <div className="page-head">
        <h1>敏感词</h1>
        <Button type="primary" icon={<ImportOutlined />} onClick={() => setImporting(true)}>
          导入词表
        </Button>
      </div>
      <div className="words">
        <section className="panel">
          <h2>覆盖情况</h2>
          <Await query={coverage} what="正在统计">{(report) => <CoverageTable report={report} />}</Await>
        </section>
        <div className="words-side">
          <section className="panel">
            <h2>词表</h2>
            <Await query={lists} what="正在取得词表">{(items) => <ListTable items={items} />}</Await>
          </section>
          <section className="panel">
            <h2>试一段文字</h2>
            <TryText />
          </section>
        </div>
      </div>
      {importing && <ImportDialog classes={coverage.data?.classes ?? []} onClose={() => setImporting(false)} />}
    </div>
  )
}

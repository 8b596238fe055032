import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import type { Finding } from '../../api/model'
import { metricWords } from '../../show/pairWords'
import { wordOf } from '../../show/words'

/** What the checks say, errors first. */
export function Findings({ items, stale }: { items: Finding[]; stale?: boolean }) {
  if (stale) return <p className="muted">内容已改动，正在重新检查…</p>
  if (items.length === 0) {
    return (
      <p className="finding ok">
        <CheckCircleOutlined aria-hidden /> 各项检查均通过：依据与原文一致，答案中的数字、日期、文号在依据中均有出处。
      </p>
    )
  }
  const sorted = [...items].sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'))
  return (
    <ul className="findings">
      {sorted.map((f, i) => (
        <li key={i} className={f.level === 'error' ? 'finding error' : 'finding'}>
          {f.level === 'error' ? <CloseCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}
          <span>
            <b>{f.level === 'error' ? '错误' : '提示'}</b>
            <span className="muted">{wordOf(metricWords, f.metric)}</span>
            {f.message}
          </span>
        </li>
      ))}
    </ul>
  )
}

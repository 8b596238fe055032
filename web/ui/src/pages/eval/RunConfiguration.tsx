import type { Run } from '../../api/loop'
import { clearanceWords, legWords, wordOf } from '../../show/words'
import { splitWords } from '../../show/failureWords'
import { moment } from '../../show/format'
import { setTitle } from './figures'

/** Everything that could make the next run come out otherwise. */
export function RunConfiguration({ run }: { run: Run }) {
  const { split, keys, leg, clearance } = run.config
  const rows: [string, string][] = [
    ['问题集', setTitle(run.set_name, run.set_version)],
    ['题目范围', keys?.length ? `${keys.length} 道指定的题` : split ? (splitWords[split] ?? split) : '全部'],
    ['检索方式', wordOf(legWords, leg || 'fused')],
    ['按谁的权限提问', clearance ? `可查阅至${wordOf(clearanceWords, clearance)}` : '发起人'],
    ['答案由谁撰写', run.model || '依据原文摘录，不用模型'],
    ['向量模型', run.embedder || '未配置，只用关键词检索'],
    ['提示词版本', run.prompt_version || '—'],
    ['资料与问答对版本', run.data_version || '—'],
    ['程序版本', run.program || '—'],
    ['开始', moment(run.started_at)],
    ['结束', moment(run.ended_at)],
  ]
  return (
    <dl className="run-config">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

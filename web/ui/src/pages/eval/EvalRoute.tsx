import { PlayCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { evalSets, runs } from '../../api/evaluation'
import type { EvalSet, Run } from '../../api/loop'
import { Await, Empty } from '../../show/States'
import { moving } from './figures'
import { runsKey, setsKey } from './keys'
import { NewSetDialog } from './NewSetDialog'
import { QuestionTable } from './QuestionTable'
import { RunTable } from './RunTable'
import { ofTicket, SetList } from './SetList'
import { StartDialog } from './StartDialog'
import { Trends } from './Trends'
import './eval.css'


/** Sets of questions and the runs over them. */
export default function EvalRoute() {
  const [params, setParams] = useSearchParams()
  const [adding, setAdding] = useState(false)
  const query = useQuery({ queryKey: setsKey, queryFn: evalSets.list })
  const choose = (id: number) => setParams({ set: String(id) })
  return (
    <div className="page">
      <div className="page-head">
        <h1>评测</h1>
        <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          新建问题集
        </Button>
      </div>
      <Await query={query} what="正在取得问题集">
        {({ items }) => {
          const chosen = items.find((s) => s.id === Number(params.get('set'))) ?? latest(items)
          if (!chosen) {
            return (
              <div className="panel">
                <Empty title="还没有问题集" action={<Button type="primary" onClick={() => setAdding(true)}>新建问题集</Button>}>
                  可导入 JSONL 题目，也可由已审定的问答对生成，或使用随系统附带的示例题。
                </Empty>
              </div>
            )
          }
          return (
            <div className="evals">
              <SetList items={items} chosen={chosen} onChoose={choose} />
              <OneSet key={chosen.name} set={chosen} />
            </div>
          )
        }}
      </Await>
      <NewSetDialog
        open={adding}
        known={query.data?.items ?? []}
        onClose={() => setAdding(false)}
        onMade={(set) => {
          setAdding(false)
          choose(set.id)
        }}
      />
    </div>
  )
}

// The set most runs are looked for in: the one made last.
function latest(items: EvalSet[]): EvalSet | undefined {
  return items.filter((s) => !ofTicket(s)).sort((a, b) => b.id - a.id)[0]
}

/** Runs over all versions of a set: a figure over time is one line, its versions marked. */
function OneSet({ set }: { set: EvalSet }) {
  const [starting, setStarting] = useState(false)
  const query = useQuery({
    queryKey: runsKey,
    queryFn: () => runs.list(),
    refetchInterval: ({ state }) => (state.data?.items.some(moving) ? 1500 : false),
  })
  const ofSet = (items: Run[]) => items.filter((r) => r.set_name === set.name)
  return (
    <div className="evals-main">
      <Tabs
        className="panel eval-tabs"
        destroyOnHidden
        tabBarExtraContent={
          <Button type="primary" icon={<PlayCircleOutlined />} onClick={() => setStarting(true)}>
            开始评测
          </Button>
        }
        items={[
          {
            key: 'runs',
            label: '评测记录',
            children: (
              <Await query={query} what="正在取得评测记录">
                {(list) => <Runs items={ofSet(list.items ?? [])} set={set} onStart={() => setStarting(true)} />}
              </Await>
            ),
          },
          { key: 'questions', label: `题目（${set.size}）`, children: <QuestionTable set={set} /> },
        ]}
      />
      <StartDialog open={starting} set={set} onClose={() => setStarting(false)} />
    </div>
  )
}

function Runs({ items, set, onStart }: { items: Run[]; set: EvalSet; onStart: () => void }) {
  if (items.length === 0) {
    return (
      <Empty title="还没有评测过" action={<Button onClick={onStart}>开始评测</Button>}>
        评测逐题提问、对照标准答案与依据，得出各项指标；没有通过的题按证据定出环节，生成工单。
      </Empty>
    )
  }
  return (
    <>
      <Trends runs={items} current={set.version} />
      <RunTable runs={items} />
    </>
  )
}

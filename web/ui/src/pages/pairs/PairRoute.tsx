import { EditOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import { messageOf } from '../../api/fault'
import type { Pair } from '../../api/model'
import { pairs } from '../../api/pairs'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { moment } from '../../show/format'
import { originWords, typeName } from '../../show/pairWords'
import { Await } from '../../show/States'
import { clearanceWords, wordOf } from '../../show/words'
import { useKeys } from '../../shell/useKeys'
import { BasisList } from './BasisList'
import { contentOf, errorsOf } from './content'
import { Findings } from './Findings'
import { History } from './History'
import { LinkPart } from './LinkPart'
import { Original } from './Original'
import { PairBadge } from './PairBadges'
import { PairText } from './PairText'
import { Part } from './Part'
import { ReasonDialog } from './ReasonDialog'
import { Why } from './Why'
import './pairs.css'

/** One pair beside its original: its four parts, how it stands, its versions and who signed them. */
export default function PairRoute() {
  const id = Number(useParams().id)
  const query = useQuery({ queryKey: ['pair', id], queryFn: () => pairs.byID(id) })
  return (
    <Await query={query} what="正在打开问答对">
      {(pair) => <Opened key={pair.id} pair={pair} />}
    </Await>
  )
}

function Opened({ pair: p }: { pair: Pair }) {
  const [at, setAt] = useState(0)
  const basis = p.basis ?? []
  const keys = useMemo(() => {
    const turn = (step: number) => setAt((now) => Math.max(0, Math.min(basis.length - 1, now + step)))
    return { j: () => turn(1), k: () => turn(-1) }
  }, [basis.length])
  useKeys(keys)
  return (
    <div className="pair">
      <section className="pair-left" aria-label="问答对">
        <nav className="small pair-crumbs">
          <Link to="/pairs">问答对</Link> <span className="muted">/ 编号 {p.id}</span>
        </nav>
        <header className="pair-head">
          <div className="row wrap">
            <PairBadge pair={p} />
            <span className="num">第{p.version}版</span>
            {p.approved_version ? <span className="muted small">{p.state === 'approved' ? `${moment(p.approved_at ?? undefined)} 审定` : `第${p.approved_version}版曾审定`}</span> : null}
            <span className="muted small">
              {p.author ? `${p.author}撰写` : wordOf(originWords, p.origin)}
              {p.model && `（${p.model}）`}
            </span>
            <span className="badge plain" title={`问题类型第${p.type}类`}>
              {typeName(p.type)}
            </span>
            <span className="badge plain">{wordOf(clearanceWords, p.clearance)}</span>
          </div>
          <Actions pair={p} />
        </header>
        <Why pair={p} />
        <PairText content={contentOf(p)} />
        <Part name="依据">
          <BasisList items={basis} at={at} onAt={setAt} />
        </Part>
        <LinkPart items={p.links ?? []} />
        <Part name="检查结果">
          <Findings items={p.findings ?? []} />
        </Part>
        <Part name="版本签署">
          <History id={p.id} origin={p.origin} />
        </Part>
      </section>
      <Original items={basis} at={at} onAt={setAt} />
    </div>
  )
}

/** What may be done with a pair where it stands, by whom. */
function Actions({ pair: p }: { pair: Pair }) {
  const actor = useActor()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<'withdraw' | 'recheck'>()
  const refresh = () => {
    for (const key of [['pair', p.id], ['pair-versions', p.id], ['pairs'], ['review']]) void client.invalidateQueries({ queryKey: key })
  }
  const submit = useMutation({
    mutationFn: () => pairs.submit(p.id),
    onSuccess: () => {
      refresh()
      void message.success('已提交，等待初审')
    },
    onError: (error) => void message.error(messageOf(error)),
  })
  const writes = has(actor, 'expert', 'lead')
  const leads = has(actor, 'lead', 'admin')
  const open = p.state === 'draft' || p.state === 'rejected'
  return (
    <div className="row">
      {writes && p.state === 'draft' && (
        <Button type="primary" loading={submit.isPending} disabled={errorsOf(p.findings).length > 0} title={errorsOf(p.findings).length > 0 ? '检查中有错误，请先修改' : undefined} onClick={() => submit.mutate()}>
          提交审核
        </Button>
      )}
      {writes && open && (
        <Link to={`/pairs/${p.id}/edit`}>
          <Button icon={<EditOutlined />} tabIndex={-1}>
            修改
          </Button>
        </Link>
      )}
      {leads && p.state === 'approved' && <Button onClick={() => setAsking('recheck')}>重新审核</Button>}
      {leads && p.state !== 'withdrawn' && (
        <Button danger type="text" onClick={() => setAsking('withdraw')}>
          撤下
        </Button>
      )}
      {asking === 'recheck' && (
        <ReasonDialog
          title="退回重新审核？"
          what="这一对立即停止用于问答和检索，重新经初审、复审；原审定版本和签署记录保留。"
          ok="重新审核"
          onDo={(reason) => pairs.recheck(p.id, reason).then(refresh)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'withdraw' && (
        <ReasonDialog
          title="撤下这一对？"
          what="撤下后不再用于问答、检索和评测，下一次发布会注明撤下；记录仍按规定留存。"
          ok="撤下"
          danger
          onDo={(reason) => pairs.withdraw(p.id, reason).then(refresh)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  )
}

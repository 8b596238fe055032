import { DownloadOutlined, MoreOutlined, SolutionOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { versions } from '../../api/documents'
import type { Document, Version } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { AsOfPicker } from '../../show/AsOfPicker'
import { StatusBadge } from '../../show/Badges'
import { chineseDate, interval } from '../../show/format'
import { clearanceWords, kindWords, sourceWords, wordOf } from '../../show/words'
import { ClearanceDialog, WithdrawDialog } from './DocumentDialogs'

interface Props {
  document: Document
  version: Version | undefined
  asOf: string | undefined
  onAsOf: (day: string | undefined) => void
}

/** Title, number, issuer, validity, and what an administrator may do. */
export function DocumentHead({ document: d, version: v, asOf, onAsOf }: Props) {
  const actor = useActor()
  const admin = has(actor, 'admin')
  const [dialog, setDialog] = useState<'clearance' | 'withdraw'>()
  const items = [
    { key: 'clearance', label: '调整密级' },
    { key: 'withdraw', label: '撤下文件', danger: true },
  ]
  return (
    <header className="panel doc-head">
      <div className="row" style={{ alignItems: 'flex-start', gap: 10 }}>
        <h1 className="grow">{v?.title || d.title}</h1>
        <AsOfPicker value={asOf} onChange={onAsOf} />
        {has(actor, 'expert', 'lead', 'admin') && (
          <Link to={`/pairs?document_id=${d.id}`}>
            <Button icon={<SolutionOutlined />} tabIndex={-1}>
              问答对
            </Button>
          </Link>
        )}
        {v && (
          <Button icon={<DownloadOutlined />} href={versions.fileURL(v.id)} download={v.filename}>
            下载原件
          </Button>
        )}
        {admin && (
          <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => setDialog(key as 'clearance' | 'withdraw') }}>
            <Button icon={<MoreOutlined />} aria-label="管理操作" />
          </Dropdown>
        )}
      </div>
      <div className="row wrap doc-meta">
        {v && <StatusBadge status={v.status} doubt={v.doubt} />}
        {v && <span>{interval(v.effective_from, v.effective_to)}</span>}
        {v?.as_of && <span className="muted">效力按{chineseDate(v.as_of)}判断</span>}
        {d.sample && <span className="chip">示例文件，内容虚构</span>}
      </div>
      <dl className="doc-facts">
        <Pair name="发文字号" value={v?.doc_no || d.doc_no} />
        <Pair name="发文机关" value={d.issuer} />
        <Pair name="所涉机构" value={d.org} />
        <Pair name="种类" value={wordOf(kindWords, d.kind)} />
        <Pair name="密级" value={wordOf(clearanceWords, d.clearance)} />
        <Pair name="来源" value={wordOf(sourceWords, d.source_class)} />
        <Pair name="成文日期" value={v && chineseDate(v.signed_on)} />
        <Pair name="公布日期" value={v && chineseDate(v.published_on)} />
      </dl>
      {v?.doubt && <p className="notice small">{v.doubt}</p>}
      <ClearanceDialog document={d} open={dialog === 'clearance'} onClose={() => setDialog(undefined)} />
      <WithdrawDialog document={d} open={dialog === 'withdraw'} onClose={() => setDialog(undefined)} />
    </header>
  )
}

function Pair({ name, value }: { name: string; value: string | undefined }) {
  if (!value || value === '—') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

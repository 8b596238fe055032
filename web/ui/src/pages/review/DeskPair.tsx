import type { Ref } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import type { Content, Finding, Pair } from '../../api/model'
import { originWords, roundWords, typeName } from '../../show/pairWords'
import { clearanceWords, wordOf } from '../../show/words'
import { BasisList } from '../pairs/BasisList'
import { Findings } from '../pairs/Findings'
import { History } from '../pairs/History'
import { LinkPart } from '../pairs/LinkPart'
import { PairFields } from '../pairs/PairFields'
import { PairText } from '../pairs/PairText'
import { Part } from '../pairs/Part'
import { Why } from '../pairs/Why'
import '../pairs/pairs.css'

interface Props {
  pair: Pair
  before: Content
  content: Content
  editing: boolean
  findings: Finding[]
  stale: boolean
  at: number
  history: boolean
  answer: Ref<TextAreaRef>
  onChange: (change: Partial<Content>) => void
  onAt: (index: number) => void
  onRemove?: (index: number) => void
  onHistory: (open: boolean) => void
}

/** The pair in hand, to read or to change. */
export function DeskPair({ pair: p, before, content, editing, findings, stale, at, history, answer, onChange, onAt, onRemove, onHistory }: Props) {
  return (
    <div className="desk-pair">
      <header className="desk-head">
        <span className={`round round-${p.round}`}>{roundWords[p.round ?? 0] ?? '—'}</span>
        <span className="num">第{p.version}版</span>
        <span className="muted">{p.author ? `${p.author}撰写` : wordOf(originWords, p.origin)}</span>
        {p.clearance > 1 && <span className="badge plain">{wordOf(clearanceWords, p.clearance)}</span>}
        <span className="badge plain" title={`问题类型第${p.type}类`}>
          {typeName(p.type)}
        </span>
        <span className="grow" />
        <span className="muted small num">编号 {p.id}</span>
      </header>
      <Why pair={p} />
      {editing ? <PairFields content={content} before={before} answer={answer} onChange={onChange} /> : <PairText content={content} />}
      <Part name="依据">
        <BasisList items={content.basis ?? []} at={at} onAt={onAt} onRemove={onRemove} />
      </Part>
      <LinkPart items={content.links ?? []} self={p.id} onChange={editing ? (links) => onChange({ links }) : undefined} />
      <Part name="检查结果">
        <Findings items={findings} stale={stale} />
      </Part>
      <Part name="版本签署">
        <button type="button" className="linklike" aria-expanded={history} onClick={() => onHistory(!history)}>
          {history ? '收起' : '展开'}版本与签署历史
        </button>
        {history && <History id={p.id} origin={p.origin} />}
      </Part>
    </div>
  )
}

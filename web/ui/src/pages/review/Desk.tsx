import { Alert, App } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useEffect, useMemo, useRef, useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Basis, Content, Pair, ReviewReason } from '../../api/model'
import type { Decision } from '../../api/review'
import { reasonWords } from '../../show/pairWords'
import { useKept } from '../../shell/useKept'
import { useKeys } from '../../shell/useKeys'
import { changed, contentOf, errorsOf, missing, sameBasis, tidy } from '../pairs/content'
import { Original } from '../pairs/Original'
import { useCheck } from '../pairs/useCheck'
import { DeskFoot } from './DeskFoot'
import { DeskPair } from './DeskPair'
import { Lost } from './Lost'
import { RejectDialog } from './RejectDialog'
import type { Lease } from './useLease'

interface Props {
  pair: Pair
  /** whose desk it is: what they type is kept under their number */
  owner: number
  lease: Lease
  reasons?: ReviewReason[]
  busy: boolean
  error: unknown
  onDecide: (decision: Decision) => Promise<unknown>
  onReturn: () => Promise<unknown>
  onDrop: () => void
}

const known = Object.entries(reasonWords).map(([code, label]) => ({ code, label }))

/** One pair under review: the pair and what to do with it on the left, the original on the right. */
export function Desk({ pair, owner, lease, reasons = known, busy, error, onDecide, onReturn, onDrop }: Props) {
  const { message, modal } = App.useApp()
  const before = useMemo(() => contentOf(pair), [pair])
  const [content, keep, forget] = useKept<Content>(`bianku.review.${owner}.${pair.id}.${pair.version}`, before)
  const edited = changed(before, content)
  const [editing, setEditing] = useState(edited)
  const [rejecting, setRejecting] = useState(false)
  const [history, setHistory] = useState(pair.version > 1)
  const [at, setAt] = useState(0)
  const answer = useRef<TextAreaRef>(null)
  const check = useCheck(content, edited)
  const findings = edited ? check.findings : (pair.findings ?? [])
  const basis = content.basis ?? []

  useEffect(() => {
    if (editing) answer.current?.focus({ cursor: 'end' })
  }, [editing])

  const set = (change: Partial<Content>) => keep({ ...content, ...change })
  const decide = (decision: Omit<Decision, 'version'>) =>
    onDecide({ version: pair.version, ...decision }).then(forget, () => undefined) // the error is shown; what was typed stays

  function accept() {
    if (edited) void message.info('内容已有改动：请提交修改（Ctrl+回车），或先撤销修改')
    else if (errorsOf(findings).length > 0) void message.warning('检查中有错误，不能通过。请修改（E）或退回（R）')
    else void decide({ action: 'accept' })
  }

  function edit() {
    setEditing(true)
    answer.current?.focus({ cursor: 'end' })
  }

  function submit() {
    const lack = missing(content)
    if (busy || lost) return
    if (!edited) void message.info('还没有改动')
    else if (lack) void message.warning(lack)
    else void decide({ action: 'edit', content: tidy(content) })
  }

  function undo() {
    keep(before)
    forget()
    setEditing(false)
    setAt(0)
  }

  function giveBack() {
    const back = () => void onReturn().then(forget, () => undefined)
    if (!edited) return back()
    modal.confirm({ title: '归还这一条？', content: '您的修改还没有提交，归还后不再保留。', okText: '归还', cancelText: '继续修改', onOk: back })
  }

  const mark = (b: Basis) => {
    const where = basis.findIndex((known) => sameBasis(known, b))
    if (where >= 0) return setAt(where)
    set({ basis: [...basis, b] })
    setEditing(true)
    setAt(basis.length)
  }
  const remove = (index: number) => {
    set({ basis: basis.filter((_, i) => i !== index) })
    setAt(Math.max(0, Math.min(at, basis.length - 2)))
  }

  const { lost } = lease
  const turn = (step: number) => basis[at + step] && setAt(at + step)
  const acts = { a: accept, e: edit, r: () => setRejecting(true), s: giveBack, n: () => void message.info('请先对这一条作出结论，或按 S 归还') }
  const moves = { j: () => turn(1), k: () => turn(-1), h: () => setHistory(!history) }
  useKeys(lost ? moves : { ...acts, ...moves }, !rejecting && !busy)

  return (
    <div className="desk" onKeyDown={(e) => leave(e, submit)}>
      <section className="desk-left" aria-label="待审问答对">
        {lost && <Lost text={content} edited={edited} lease={lease} onDrop={onDrop} />}
        <DeskPair
          pair={pair}
          before={before}
          content={content}
          editing={editing}
          findings={findings}
          stale={edited && check.stale}
          at={at}
          history={history}
          answer={answer}
          onChange={set}
          onAt={setAt}
          onRemove={editing ? remove : undefined}
          onHistory={setHistory}
        />
        {error != null && !rejecting && <Alert banner type="error" title={`${messageOf(error)}您填写的内容没有丢失。`} />}
        {edited && check.failed != null && <Alert banner type="warning" title={`没有完成检查：${messageOf(check.failed)}`} />}
        <DeskFoot
          edited={edited}
          editing={editing}
          blocked={errorsOf(findings).length > 0}
          off={busy || lost}
          onAccept={accept}
          onEdit={edit}
          onReject={() => setRejecting(true)}
          onReturn={giveBack}
          onSubmit={submit}
          onUndo={undo}
        />
      </section>
      <Original items={basis} at={at} onAt={setAt} onMark={lost ? undefined : mark} others={editing && !lost} />
      {rejecting && (
        <RejectDialog
          reasons={reasons}
          busy={busy}
          error={error}
          onClose={() => setRejecting(false)}
          onReject={(reason, comment) => void decide({ action: 'reject', reason, comment: comment || undefined })}
        />
      )}
    </div>
  )
}

/** In a field, Esc gives the keys back to the desk and Ctrl+Enter submits. */
function leave(e: React.KeyboardEvent, submit: () => void) {
  if (e.key === 'Escape' && e.target instanceof HTMLElement) e.target.blur()
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && e.target instanceof HTMLTextAreaElement) {
    e.preventDefault()
    submit()
  }
}


import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { messageOf } from '../../api/fault'
import type { Fix, Ticket } from '../../api/loop'
import { tickets } from '../../api/tickets'
import { useActor } from '../../session/SessionContext'
import { objectWords } from '../../show/failureWords'
import { ticketKey, ticketsKey } from './keys'
import { pageOf } from './ObjectLink'
import { stepsOf, stepWords, waitsFor, type Step } from './nextSteps'

/** The steps this person may take with a ticket now, and nothing else. */
export function Steps({ ticket, fixes }: { ticket: Ticket; fixes: Fix[] }) {
  const steps = stepsOf(ticket, useActor())
  const [chosen, setChosen] = useState<Step>()
  const open = chosen && steps.includes(chosen) ? chosen : undefined
  const take = useTake(ticket, () => setChosen(undefined))
  const press = (step: Step) => (step === 'rerun' ? take.mutate({ step }) : setChosen(step === open ? undefined : step))
  return (
    <section className="panel" aria-label="办理">
      <h2>办理</h2>
      <div className="steps">
        {steps.length === 0 && <p className="muted">{waitsFor(ticket)}</p>}
        {steps.length > 0 && (
          <div className="steps-buttons">
            {steps.map((step, i) => (
              <Button
                key={step}
                type={i === 0 && !open ? 'primary' : 'default'}
                danger={step === 'reject'}
                aria-expanded={step === 'rerun' ? undefined : step === open}
                loading={take.isPending && step === 'rerun'}
                onClick={() => press(step)}
              >
                {step === 'assign' && ticket.state !== 'new' ? '改派' : stepWords[step]}
              </Button>
            ))}
          </div>
        )}
        {open && <StepForm key={open} step={open} ticket={ticket} fixes={fixes} busy={take.isPending} onSend={(given) => take.mutate({ step: open, ...given })} />}
        {take.error != null && <Alert type="error" showIcon title={messageOf(take.error)} />}
      </div>
    </section>
  )
}

interface Given {
  account_id?: number
  fix_version?: string
  note?: string
}

function useTake(ticket: Ticket, done: () => void) {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ step, account_id = 0, fix_version = '', note = '' }: Given & { step: Step }) => {
      const calls: Record<Step, () => Promise<unknown>> = {
        assign: () => tickets.assign(ticket.id, account_id, note),
        start: () => tickets.start(ticket.id, note),
        fixed: () => tickets.fixed(ticket.id, fix_version, note),
        accept: () => tickets.accept(ticket.id, note),
        reject: () => tickets.reject(ticket.id, note),
        rerun: () => tickets.rerun(ticket.id),
      }
      return calls[step]()
    },
    onSuccess: (_, { step }) => {
      done()
      void message.success(step === 'rerun' ? '已开始复测，通过后自动关闭' : '已办理')
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ticketKey(ticket.id) })
      void client.invalidateQueries({ queryKey: ticketsKey })
    },
  })
}

interface FormProps {
  step: Step
  ticket: Ticket
  fixes: Fix[]
  busy: boolean
  onSend: (given: Given) => void
}

const hints: Record<Step, string> = {
  assign: '例如：先核对依据原文',
  start: '可不填',
  fixed: '改了什么，依据是什么',
  accept: '可不填',
  reject: '哪里还不对，请写明',
  rerun: '',
}

function StepForm({ step, ticket, fixes, busy, onSend }: FormProps) {
  if (step === 'fixed' && fixes.length === 0) return <NothingYet ticket={ticket} />
  const noteNeeded = step === 'reject' || step === 'fixed'
  return (
    <Form layout="vertical" requiredMark={false} disabled={busy} onFinish={onSend} initialValues={{ account_id: ticket.assignee_id || undefined, fix_version: fixes[0]?.version }}>
      {step === 'assign' && <WhoField />}
      {step === 'start' && ticket.object_type === 'pair' && <p className="muted small">开始修复后，这条问答对退回审核队列，在复审通过前不再用于回答。</p>}
      {step === 'fixed' && <FixField fixes={fixes} />}
      <Form.Item name="note" label={noteNeeded ? '说明' : '说明（可不填）'} rules={noteNeeded ? [{ required: true, whitespace: true, message: '请写明说明' }] : []}>
        <Input.TextArea rows={2} maxLength={500} placeholder={hints[step]} autoFocus={step !== 'assign'} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} danger={step === 'reject'}>
        {step === 'assign' ? '确定指派' : `确定${stepWords[step]}`}
      </Button>
    </Form>
  )
}

/** What could have mended the object since: chosen, not typed. Without any, the object itself comes first. */
function FixField({ fixes }: { fixes: Fix[] }) {
  return (
    <Form.Item name="fix_version" label="修复后的版本" rules={[{ required: true, message: '请选择修复后的版本' }]}>
      <Select placeholder="选择最近一次失败之后的版本" options={fixes.map((f) => ({ value: f.version, label: f.label }))} />
    </Form.Item>
  )
}

function NothingYet({ ticket: t }: { ticket: Ticket }) {
  const to = pageOf(t.object_type, t.object_id)
  return (
    <p className="muted">
      最近一次失败之后，{objectWords[t.object_type] ?? '对象'}还没有新的版本。请先改正
      {to ? <Link to={to}>对象本身</Link> : '对象本身'}，再填写修复版本。
    </p>
  )
}

function WhoField() {
  const query = useQuery({ queryKey: ['ticket-assignees'], queryFn: tickets.assignees, staleTime: 60_000 })
  return (
    <Form.Item name="account_id" label="处理人" rules={[{ required: true, message: '请选择处理人' }]}>
      <Select
        showSearch
        optionFilterProp="label"
        placeholder="选择处理人"
        loading={query.isPending}
        notFoundContent={query.error ? messageOf(query.error) : '没有可以指派的人'}
        options={(query.data ?? []).map((a) => ({ value: a.id, label: a.unit ? `${a.name}（${a.unit}）` : a.name }))}
      />
    </Form.Item>
  )
}

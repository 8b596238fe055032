import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Ticket } from '../../api/loop'
import { tickets } from '../../api/tickets'
import { useActor } from '../../session/SessionContext'
import { ticketKey, ticketsKey } from './keys'
import { stepsOf, stepWords, waitsFor, type Step } from './nextSteps'

/** The steps this person may take with a ticket now, and nothing else. */
export function Steps({ ticket }: { ticket: Ticket }) {
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
        {open && <StepForm key={open} step={open} ticket={ticket} busy={take.isPending} onSend={(given) => take.mutate({ step: open, ...given })} />}
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
        assign: () => tickets.assign(ticket.id, { account_id, note }),
        start: () => tickets.start(ticket.id, { note }),
        fixed: () => tickets.fixed(ticket.id, { fix_version, note }),
        accept: () => tickets.accept(ticket.id, { note }),
        reject: () => tickets.reject(ticket.id, { note }),
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

function StepForm({ step, ticket, busy, onSend }: FormProps) {
  const noteNeeded = step === 'reject' || step === 'fixed'
  return (
    <Form layout="vertical" requiredMark={false} disabled={busy} onFinish={onSend} initialValues={{ account_id: ticket.assignee_id || undefined }}>
      {step === 'assign' && <WhoField />}
      {step === 'start' && ticket.object_type === 'pair' && <p className="muted small steps-hint">开始修复后，这条问答对退回审核队列，在复审通过前不再用于回答。</p>}
      {step === 'fixed' && (
        <Form.Item name="fix_version" label="修复后的版本" extra={versionHint(ticket)} rules={[{ required: true, whitespace: true, message: '请填写修复后的版本' }]}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
      )}
      <Form.Item name="note" label={noteNeeded ? '说明' : '说明（可不填）'} rules={noteNeeded ? [{ required: true, whitespace: true, message: '请写明说明' }] : []}>
        <Input.TextArea rows={2} maxLength={500} placeholder={hints[step]} autoFocus={step !== 'fixed' && step !== 'assign'} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} danger={step === 'reject'}>
        {step === 'assign' ? '确定指派' : `确定${stepWords[step]}`}
      </Button>
    </Form>
  )
}

function versionHint(t: Ticket): string {
  const words: Record<string, string> = {
    pair: '重新审定后的问答对版本号，例如：3',
    document: '更正后的文件版本，例如：文号或版本编号',
    chunk: '重新解析后的文件版本编号',
    prompt: '提示词的新版本号',
    weight: '新权重的名称或提交号',
  }
  return words[t.object_type] ?? '修复后对象的版本号'
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

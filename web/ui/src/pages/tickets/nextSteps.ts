// Which steps a ticket can take next, by the drawing in eval/ticket. The server decides; this only shows no door that is closed.
import type { Actor } from '../../api/model'
import type { Ticket } from '../../api/loop'
import { has } from '../../session/access'

export type Step = 'assign' | 'start' | 'fixed' | 'accept' | 'reject' | 'rerun'

export const stepWords: Record<Step, string> = {
  assign: '指派',
  start: '开始修复',
  fixed: '填写修复版本',
  accept: '复审通过',
  reject: '复审退回',
  rerun: '复测',
}

type Standing = Pick<Ticket, 'state' | 'assignee_id' | 'fixer_id'>

const after: Record<string, Step[]> = {
  new: ['assign'],
  assigned: ['start', 'assign'],
  fixing: ['fixed'],
  re_review: ['accept', 'reject'],
  re_run: ['rerun'],
  closed: [],
}

/** stepsOf lists what an actor may do with a ticket now, the usual one first. */
export function stepsOf(ticket: Standing, actor: Pick<Actor, 'id' | 'roles'>): Step[] {
  const runs = has(actor, 'lead', 'admin')
  const mine = ticket.assignee_id === actor.id
  return (after[ticket.state] ?? []).filter((step) => {
    if (step === 'start' || step === 'fixed') return mine || runs
    if (step === 'accept') return runs && ticket.fixer_id !== actor.id // whoever mended it does not accept it
    return runs
  })
}

/** waitsFor says in words whose move it is, for those who have none. */
export function waitsFor(ticket: Standing & Pick<Ticket, 'assignee'>): string {
  const who = ticket.assignee || '处理人'
  const words: Record<string, string> = {
    new: '等待审核组长或管理员指派。',
    assigned: `等待${who}开始修复。`,
    fixing: `${who}正在修复。`,
    re_review: '等待修复人以外的审核组长或管理员复审。',
    re_run: '等待审核组长或管理员发起复测；全部案例通过后自动关闭。',
    closed: '已复测通过并关闭。再次出现同一问题时会重新打开。',
  }
  return words[ticket.state] ?? ''
}

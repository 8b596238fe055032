// A question on its way: what is known of it so far, as a pure function of the events that came.

import type { AskEvent, Citation, Question } from '../../api/model'

export type Phase = 'running' | 'stopped' | 'failed'

export interface Asking {
  question: Question
  phase: Phase
  stages: { name: string; label: string }[]
  text: string
  citations: Citation[]
  error?: string
}

export const begin = (question: Question): Asking => ({ question, phase: 'running', stages: [], text: '', citations: [] })

/** advance takes one event of the stream. */
export function advance(asking: Asking, e: AskEvent): Asking {
  switch (e.type) {
    case 'stage':
      if (!e.stage || asking.stages.some((s) => s.name === e.stage)) return asking
      return { ...asking, stages: [...asking.stages, { name: e.stage, label: e.label ?? '' }] }
    case 'delta':
      return { ...asking, text: asking.text + (e.delta ?? '') }
    case 'citation':
      if (!e.citation || asking.citations.some((c) => c.n === e.citation?.n)) return asking
      return { ...asking, citations: [...asking.citations, e.citation] }
    default:
      return asking
  }
}

export const stop = (asking: Asking): Asking => ({ ...asking, phase: 'stopped' })

export const fail = (asking: Asking, error: string): Asking => ({ ...asking, phase: 'failed', error })

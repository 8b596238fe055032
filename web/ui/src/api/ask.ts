import { api } from './client'
import { ServiceError } from './fault'
import type { Answer, AskEvent, Question } from './model'
import { readMessages } from './sse'

/**
 * ask puts a question and calls onEvent for every step. It returns the answer, or throws: a ServiceError with code
 * 'interrupted' when the stream broke off before the answer was whole, an AbortError when signal stopped it.
 */
export async function ask(question: Question, onEvent: (e: AskEvent) => void, signal: AbortSignal): Promise<Answer> {
  const { response } = await api.POST('/api/v1/ask', {
    body: question,
    headers: { Accept: 'text/event-stream' },
    parseAs: 'stream',
    signal,
  })
  if (!response.headers.get('Content-Type')?.includes('text/event-stream')) return (await response.json()) as Answer
  let answer: Answer | undefined
  let problem: string | undefined
  try {
    await readMessages(response.body as ReadableStream<Uint8Array>, ({ event, data }) => {
      const step = { type: event, ...(JSON.parse(data) as Partial<AskEvent>) } as AskEvent
      if (event === 'error') problem = step.error ?? '回答过程中出现异常，请重新提问。'
      else if (event === 'final') answer = step.answer
      else onEvent(step)
    })
  } catch (error) {
    if (signal.aborted) throw error
  }
  if (problem !== undefined) throw new ServiceError(0, 'ask', problem)
  if (answer === undefined) throw new ServiceError(0, 'interrupted', '与服务的连接中断，回答没有完整收到。请检查网络后重新提问。')
  return answer
}

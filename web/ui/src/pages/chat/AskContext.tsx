import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { ask } from '../../api/ask'
import { conversations } from '../../api/conversations'
import { messageOf, ServiceError } from '../../api/fault'
import type { Answer, Conversation, Question, Turn } from '../../api/model'
import { advance, begin, fail, stop, type Asking } from './asking'

interface Asker {
  asking: Asking | undefined
  /** the conversation that the last finished question started or continued */
  finished: { conversation: number; question: Question } | undefined
  start: (q: Question) => void
  stop: () => void
  clear: () => void
}

const Context = createContext<Asker | undefined>(undefined)

/** The one question on its way. It lives above the pages: looking something up meanwhile does not stop it. */
export function useAsker(): Asker {
  const asker = useContext(Context)
  if (!asker) throw new Error('useAsker outside AskProvider')
  return asker
}

export const conversationKey = (id: number) => ['conversation', id]
export const conversationsKey = ['conversations']

export function AskProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState<Asking>()
  const [finished, setFinished] = useState<Asker['finished']>()
  const running = useRef<AbortController>(undefined)

  useEffect(() => () => running.current?.abort(), [])

  const actions = useMemo(() => {
    async function start(question: Question) {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      const mine = () => running.current === control
      setAsking(begin(question))
      try {
        const answer = await ask(question, (e) => mine() && setAsking((a) => a && advance(a, e)), control.signal).catch(
          (error: unknown) => recover(error, question),
        )
        if (!mine()) return
        const conversation = keep(client, answer)
        setAsking(undefined)
        setFinished({ conversation, question })
      } catch (error) {
        if (!mine()) return
        setAsking((a) => a && (control.signal.aborted ? stop(a) : fail(a, messageOf(error))))
      } finally {
        void client.invalidateQueries({ queryKey: conversationsKey })
      }
    }
    return {
      start: (question: Question) => void start(question),
      stop: () => running.current?.abort(),
      clear: () => {
        running.current?.abort()
        running.current = undefined
        setAsking(undefined)
      },
    }
  }, [client])

  const asker = useMemo(() => ({ asking, finished, ...actions }), [asking, finished, actions])
  return <Context value={asker}>{children}</Context>
}

/** The connection broke: the server may have finished all the same. Fetches what it kept, or throws what happened. */
async function recover(error: unknown, question: Question): Promise<Answer> {
  if (!(error instanceof ServiceError) || error.code !== 'interrupted') throw error
  const id = question.conversation_id ?? (await conversations.list().catch(() => []))[0]?.id
  const kept = id === undefined ? undefined : await conversations.byID(id).catch(() => undefined)
  const last = kept?.turns?.at(-1)
  if (last?.question !== question.question || Date.now() - Date.parse(last.created_at) > 120_000) throw error
  return { ...last.answer, conversation_id: id }
}

/** Puts a finished answer into its conversation without fetching it again; returns the conversation. */
function keep(client: QueryClient, answer: Answer): number {
  const id = answer.conversation_id ?? 0
  const turn: Turn = {
    id: answer.id ?? 0,
    conversation_id: id,
    question: answer.question,
    answer,
    evidence: [],
    created_at: new Date().toISOString(),
  }
  client.setQueryData<Conversation>(conversationKey(id), (known) => {
    if (!known) return undefined
    const others = (known.turns ?? []).filter((t) => t.id !== turn.id)
    return { ...known, turns: [...others, turn] }
  })
  if (!client.getQueryData(conversationKey(id))) {
    const now = turn.created_at
    client.setQueryData<Conversation>(conversationKey(id), { id, title: answer.question, created_at: now, updated_at: now, turns: [turn] })
    void client.invalidateQueries({ queryKey: conversationKey(id) })
  }
  return id
}

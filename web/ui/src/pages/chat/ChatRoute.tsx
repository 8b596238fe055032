import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { answers, conversations } from '../../api/conversations'
import { messageOf } from '../../api/fault'
import type { Conversation, Feedback, Turn } from '../../api/model'
import { useActor } from '../../session/SessionContext'
import { useSystem } from '../../shell/SystemBanner'
import { useKey } from '../../shell/useShortcuts'
import { Await } from '../../show/States'
import { conversationKey, conversationsKey, useAsker } from './AskContext'
import { Composer } from './Composer'
import { ConversationList } from './ConversationList'
import { demoSamples, plainSamples } from './samples'
import { SourcePanel, type Opened } from './SourcePanel'
import { Thread } from './Thread'
import { Welcome } from './Welcome'
import './chat.css'

/** Question and answer. */
export default function ChatRoute() {
  const params = useParams()
  const id = params.id === undefined ? undefined : Number(params.id)
  const navigate = useNavigate()
  const asker = useAsker()
  const [last, setOpened] = useState<Opened & { id: number | undefined }>()
  const opened = last?.id === id ? last : undefined // another conversation has its own grounds
  useFollow(id)
  const [fresh, setFresh] = useState(0) // a new conversation starts with an empty field and today's rules
  const begin = useCallback(() => {
    setFresh((n) => n + 1)
    void navigate('/')
  }, [navigate])
  useKey('n', begin)
  useKey('Escape', useCallback(() => asker.stop(), [asker]))

  const asking = asker.asking?.question.conversation_id === id ? asker.asking : undefined
  const ask = (question: string, asOf?: string) => asker.start({ question, conversation_id: id, as_of: asOf })

  return (
    <div className={opened ? 'chat open' : 'chat'}>
      <Talks current={id} onNew={begin} />
      <section className="chat-main" aria-label="问答">
        <div className="chat-scroll">
          <Current
            id={id}
            asking={asking}
            onAsk={ask}
            onOpen={(citations, n, asOf) => setOpened({ citations, n, asOf, id })}
          />
        </div>
        <Composer key={fresh} running={asker.asking?.phase === 'running'} onSend={ask} onStop={asker.stop} />
      </section>
      {opened && (
        <SourcePanel opened={opened} onTurn={(n) => setOpened({ ...opened, n })} onClose={() => setOpened(undefined)} />
      )}
    </div>
  )
}

/** A question asked on the empty page becomes a conversation with an address. */
function useFollow(id: number | undefined) {
  const navigate = useNavigate()
  const { finished } = useAsker()
  const seen = useRef(finished)
  useEffect(() => {
    if (!finished || finished === seen.current) return
    seen.current = finished
    if (id === undefined && finished.question.conversation_id === undefined && finished.conversation > 0) {
      void navigate(`/chat/${finished.conversation}`, { replace: true })
    }
  }, [finished, id, navigate])
}

interface CurrentProps {
  id: number | undefined
  asking: ReturnType<typeof useAsker>['asking']
  onAsk: (question: string, asOf?: string) => void
  onOpen: (citations: Opened['citations'], n: number, asOf: string) => void
}

function Current({ id, asking, onAsk, onOpen }: CurrentProps) {
  const asker = useAsker()
  const actor = useActor()
  const demo = useSystem().data?.demo
  const query = useQuery({
    queryKey: conversationKey(id ?? 0),
    queryFn: () => conversations.byID(id ?? 0),
    enabled: id !== undefined,
  })
  const judge = useJudge(id ?? 0)
  const again = () => asking && asker.start(asking.question)
  const shared = { asking, onOpen, onJudge: judge, onAgain: again, onDismiss: asker.clear }
  if (id === undefined) {
    if (asking) return <Thread turns={[]} {...shared} />
    const samples = demo ? demoSamples : plainSamples
    return <Welcome name={actor.name || actor.login} samples={samples} onAsk={(s) => onAsk(s.question, s.asOf)} />
  }
  return (
    <Await query={query} what="正在打开对话">
      {(conversation) => <Thread turns={conversation.turns ?? []} {...shared} />}
    </Await>
  )
}

/** Sends a verdict and shows it at once; takes it back when the server refuses. */
function useJudge(id: number) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const put = (turn: Turn, feedback: Feedback | undefined) =>
    client.setQueryData<Conversation>(conversationKey(id), (c) =>
      c && { ...c, turns: (c.turns ?? []).map((t) => (t.id === turn.id ? { ...t, feedback } : t)) },
    )
  const { mutate } = useMutation({
    mutationFn: ({ turn, feedback }: { turn: Turn; feedback: Feedback }) => answers.judge(turn.id, feedback),
    onMutate: ({ turn, feedback }) => put(turn, feedback),
    onSuccess: (_, { feedback }) => {
      void message.success('已记录，感谢反馈')
      if (feedback.verdict === 'down') void client.invalidateQueries({ queryKey: conversationKey(id) }) // brings the ticket along
    },
    onError: (error, { turn }) => {
      put(turn, turn.feedback)
      void message.error(messageOf(error))
    },
  })
  return (turn: Turn, feedback: Feedback) => mutate({ turn, feedback })
}

function Talks({ current, onNew }: { current: number | undefined; onNew: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const query = useQuery({ queryKey: conversationsKey, queryFn: conversations.list })
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: conversationsKey }),
    onError: (error: Error) => void message.error(messageOf(error)),
  }
  const rename = useMutation({ mutationFn: (x: { id: number; title: string }) => conversations.rename(x.id, x.title), ...settled })
  const remove = useMutation({ mutationFn: conversations.remove, ...settled })

  const confirm = (c: Conversation) =>
    modal.confirm({
      title: '删除这个对话？',
      content: `“${c.title}”及其中的问答将不再显示。审计记录按规定保留。`,
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: async () => {
        await remove.mutateAsync(c.id).catch(() => undefined)
        if (c.id === current) void navigate('/')
      },
    })

  return (
    <div className="chat-talks">
      <Await query={query} what="正在取得对话">
        {(items) => (
          <ConversationList
            items={items}
            current={current}
            onNew={onNew}
            onRename={(id, title) => rename.mutate({ id, title })}
            onRemove={confirm}
          />
        )}
      </Await>
    </div>
  )
}

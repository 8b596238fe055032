import { useEffect, useRef } from 'react'
import type { Citation, Feedback, Turn } from '../../api/model'
import { moment } from '../../show/format'
import { AnswerCard } from './AnswerCard'
import type { Asking } from './asking'
import { PendingCard } from './PendingCard'
import { AsOfChip } from '../../show/Badges'

interface Props {
  turns: Turn[]
  asking: Asking | undefined
  onOpen: (citations: Citation[], n: number, asOf: string) => void
  onJudge: (turn: Turn, feedback: Feedback) => void
  onAgain: () => void
  onDismiss: () => void
}

/** The questions and answers of a conversation, and the one on its way. */
export function Thread({ turns, asking, onOpen, onJudge, onAgain, onDismiss }: Props) {
  const last = useRef<HTMLDivElement>(null)
  const seen = `${turns.length}:${asking ? 'asking' : ''}`
  useEffect(() => {
    last.current?.scrollIntoView?.({ block: 'start' })
  }, [seen])

  return (
    <div className="thread">
      {turns.map((turn, i) => (
        <div key={turn.id} className="turn" ref={!asking && i === turns.length - 1 ? last : undefined}>
          <Asked question={turn.question} at={turn.created_at} />
          <AnswerCard
            answer={turn.answer}
            feedback={turn.feedback}
            onOpen={(citations, n) => onOpen(citations, n, turn.answer.as_of)}
            onJudge={(feedback) => onJudge(turn, feedback)}
          />
        </div>
      ))}
      {asking && (
        <div className="turn" ref={last}>
          <Asked question={asking.question.question} asOf={asking.question.as_of} />
          <PendingCard
            asking={asking}
            onOpen={(citations, n) => onOpen(citations, n, asking.question.as_of ?? '')}
            onAgain={onAgain}
            onDismiss={onDismiss}
          />
        </div>
      )}
    </div>
  )
}

function Asked({ question, at, asOf }: { question: string; at?: string; asOf?: string }) {
  return (
    <div className="asked">
      <p>{question}</p>
      {asOf && <AsOfChip day={asOf} />}
      {at && <time dateTime={at}>{moment(at)}</time>}
    </div>
  )
}

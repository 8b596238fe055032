import { CheckCircleFilled, LoadingOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import type { Asking } from './asking'
import { piecesOf } from './answerText'
import { Cite, type OpenCitation } from './Cite'

interface Props {
  asking: Asking
  onOpen: OpenCitation
  onAgain: () => void
  onDismiss: () => void
}

/** A question on its way: its stages, then the sentences as they come. */
export function PendingCard({ asking, onOpen, onAgain, onDismiss }: Props) {
  const running = asking.phase === 'running'
  return (
    <article className="answer pending" aria-label="正在回答" aria-busy={running}>
      <ol className="stages" aria-live="polite">
        {asking.stages.length === 0 && running && (
          <li className="now">
            <LoadingOutlined aria-hidden /> 正在提交问题
          </li>
        )}
        {asking.stages.map((stage, i) => {
          const now = i === asking.stages.length - 1
          return (
            <li key={stage.name} className={now ? 'now' : 'past'}>
              <StageMark now={now} running={running} /> {stage.label}
            </li>
          )
        })}
      </ol>
      {asking.text && <Streamed asking={asking} onOpen={onOpen} />}
      {asking.phase === 'stopped' && <Ended type="info" text="已停止回答。以上内容尚未核对，请勿引用。" {...{ onAgain, onDismiss }} />}
      {asking.phase === 'failed' && <Ended type="error" text={asking.error ?? ''} {...{ onAgain, onDismiss }} />}
    </article>
  )
}

function StageMark({ now, running }: { now: boolean; running: boolean }) {
  if (!now) return <CheckCircleFilled aria-hidden />
  return running ? <LoadingOutlined aria-hidden /> : <MinusCircleOutlined aria-hidden />
}

function Streamed({ asking, onOpen }: { asking: Asking; onOpen: OpenCitation }) {
  return (
    <div className="conclusion streamed">
      {piecesOf(asking.text).map((piece, i) =>
        'text' in piece ? (
          <span key={i}>{piece.text}</span>
        ) : (
          piece.cites.map((n) => <Cite key={`${i}-${n}`} n={n} citations={asking.citations} onOpen={onOpen} />)
        ),
      )}
      {asking.phase === 'running' && <span className="caret" aria-hidden />}
    </div>
  )
}

interface EndedProps {
  type: 'info' | 'error'
  text: string
  onAgain: () => void
  onDismiss: () => void
}

function Ended({ type, text, onAgain, onDismiss }: EndedProps) {
  return (
    <Alert
      type={type}
      showIcon
      title={text}
      className="answer-alert"
      action={
        <span className="row">
          <Button size="small" onClick={onAgain}>
            重新提问
          </Button>
          <Button size="small" type="text" onClick={onDismiss}>
            移除
          </Button>
        </span>
      }
    />
  )
}

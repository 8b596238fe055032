import { CopyOutlined, DislikeFilled, DislikeOutlined, LikeFilled, LikeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { Answer, Feedback } from '../../api/model'
import { copyText, plainText } from './answerText'
import { FeedbackOutcome } from './FeedbackOutcome'
import { FeedbackDialog } from './FeedbackDialog'

interface Props {
  answer: Answer
  feedback?: Feedback
  onJudge: (feedback: Feedback) => void
}

/** Copy, and thumbs up or down. */
export function AnswerActions({ answer, feedback, onJudge }: Props) {
  const [asking, setAsking] = useState(false)
  const { message } = App.useApp()

  async function copy() {
    if (await copyText(plainText(answer))) message.success('已复制回答及其依据')
    else message.error('浏览器不允许复制，请手工选择文字复制')
  }

  const up = feedback?.verdict === 'up'
  const down = feedback?.verdict === 'down'
  return (
    <>
      {down && feedback && <FeedbackOutcome feedback={feedback} />}
      <footer className="answer-foot">
        <span className="muted small grow">人工智能辅助生成，请核对依据</span>
        <Button size="small" type="text" icon={<CopyOutlined />} onClick={() => void copy()}>
          复制
        </Button>
        <Button
          size="small"
          type="text"
          aria-pressed={up}
          icon={up ? <LikeFilled style={{ color: 'var(--blue)' }} /> : <LikeOutlined />}
          onClick={() => onJudge({ verdict: 'up' })}
        >
          有用
        </Button>
        <Button
          size="small"
          type="text"
          aria-pressed={down}
          icon={down ? <DislikeFilled style={{ color: 'var(--red)' }} /> : <DislikeOutlined />}
          onClick={() => setAsking(true)}
        >
          有误
        </Button>
        <FeedbackDialog
          open={asking}
          given={down ? feedback : undefined}
          refused={answer.mode === 'refusal'}
          onClose={() => setAsking(false)}
          onSend={(given) => {
            setAsking(false)
            onJudge(given)
          }}
        />
      </footer>
    </>
  )
}

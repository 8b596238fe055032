import { SendOutlined, StopOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useCallback, useRef, useState } from 'react'
import { AsOfPicker } from '../../show/AsOfPicker'
import { useKey } from '../../shell/useShortcuts'

interface Props {
  running: boolean
  onSend: (question: string, asOf: string | undefined) => void
  onStop: () => void
}

const limit = 1000

/** Where a question is written. Enter sends, Shift+Enter breaks the line; an input method's Enter does neither. */
export function Composer({ running, onSend, onStop }: Props) {
  const [text, setText] = useState('')
  const [asOf, setAsOf] = useState<string>()
  const area = useRef<TextAreaRef>(null)
  useKey('/', useCallback(() => area.current?.focus(), []))

  function send() {
    const question = text.trim()
    if (question === '' || running) return
    onSend(question, asOf)
    setText('')
  }

  return (
    <div className="composer">
      <Input.TextArea
        ref={area}
        autoFocus
        value={text}
        maxLength={limit}
        variant="borderless"
        autoSize={{ minRows: 2, maxRows: 8 }}
        placeholder="请输入问题，例如：某局机关行政编制多少名？"
        aria-label="问题"
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape' && running) onStop()
          if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return
          e.preventDefault()
          send()
        }}
      />
      <div className="composer-foot">
        <AsOfPicker value={asOf} onChange={setAsOf} />
        <span className="muted small grow clip">可指定时点查询当时有效的规定</span>
        {text.length > limit * 0.8 && (
          <span className="muted small num">
            {text.length}/{limit}
          </span>
        )}
        {running ? (
          <Button icon={<StopOutlined />} onClick={onStop}>
            停止
          </Button>
        ) : (
          <Button type="primary" icon={<SendOutlined />} disabled={text.trim() === ''} onClick={send}>
            提问
          </Button>
        )}
      </div>
    </div>
  )
}

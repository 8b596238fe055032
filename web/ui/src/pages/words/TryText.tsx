import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import { words } from '../../api/words'
import { Verdict } from './Verdict'

/** Tries a text against the lists. What is tried is not kept. */
export function TryText() {
  const [text, setText] = useState('')
  const check = useMutation({ mutationFn: async (tried: string) => ({ tried, verdict: await words.check(tried) }) })
  return (
    <div className="words-pad">
      <Input.TextArea
        rows={4}
        value={text}
        maxLength={5000}
        placeholder="粘贴一段文字，查看会命中哪些词、如何处理"
        aria-label="要检查的文字"
        onChange={(e) => setText(e.target.value)}
      />
      <Button loading={check.isPending} disabled={text.trim() === ''} onClick={() => check.mutate(text)}>
        检查
      </Button>
      {check.error && <Alert type="error" showIcon title={messageOf(check.error)} />}
      {check.data && <Verdict text={check.data.tried} verdict={check.data.verdict} />}
    </div>
  )
}

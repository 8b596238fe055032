import { App, Alert, Button } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Content } from '../../api/model'
import { copyText } from '../../show/copy'
import type { Lease } from './useLease'

interface Props {
  text: Content
  edited: boolean
  lease: Lease
  onDrop: () => void
}

/** The lease ran out: what that means, and what can still be done with what was written. */
export function Lost({ text, edited, lease, onDrop }: Props) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')

  async function again() {
    setBusy(true)
    await lease.renew().then(
      () => void message.success('已重新领取，可以继续'),
      (error: unknown) => setProblem(messageOf(error)),
    )
    setBusy(false)
  }

  async function copy() {
    if (await copyText(`问题：${text.question}\n答案：${text.answer}`)) message.success('已复制')
    else message.error('浏览器不允许复制，请手工选择文字复制')
  }

  return (
    <Alert
      banner
      type="warning"
      title="领取已到期，这一条已归还队列"
      description={
        <>
          <p>{problem || `重新领取后可以继续${edited ? '，您的修改仍在' : ''}；如已被他人领取，则不能再提交。`}</p>
          <div className="row" style={{ marginTop: 6 }}>
            <Button size="small" type="primary" loading={busy} onClick={() => void again()}>
              重新领取
            </Button>
            {edited && (
              <Button size="small" onClick={() => void copy()}>
                复制修改内容
              </Button>
            )}
            <Button size="small" type="text" onClick={onDrop}>
              回到队列
            </Button>
          </div>
        </>
      }
    />
  )
}

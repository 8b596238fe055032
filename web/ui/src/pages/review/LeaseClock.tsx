import { ClockCircleOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { clockOf } from './lease'

/** What is left of the lease, second by second. */
export function LeaseClock({ end, lost }: { end: number; lost: boolean }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000)
    return () => window.clearInterval(timer)
  }, [])
  const left = end - now
  const kind = lost ? 'lease lost' : left < 5 * 60_000 ? 'lease short' : 'lease'
  return (
    <span className={kind} title="操作时自动续期；30 分钟没有操作，这一条自动归还队列" role="timer">
      <ClockCircleOutlined aria-hidden />
      {lost ? '领取已到期' : <>领取剩余 <b className="num">{clockOf(left)}</b></>}
    </span>
  )
}

import { Alert, Progress } from 'antd'
import type { Drafting } from '../../api/model'
import { moving } from './useDrafting'

/** Drafts on their way; a failure stays until the next attempt. */
export function DraftBar({ job }: { job: Drafting | undefined }) {
  if (!job) return null
  if (job.state === 'failed') return <Alert type="error" showIcon title={`上一次起草没有完成：${job.error || '原因不明，请联系管理员。'}`} description={job.created > 0 ? `已写成的 ${job.created} 对保留；再次起草会从中断处继续。` : undefined} />
  if (!moving(job)) return null
  const percent = job.total > 0 ? Math.round((job.done / job.total) * 100) : 0
  return (
    <div className="panel pad draft-bar" role="status" aria-live="polite">
      <span className="nowrap">{job.state === 'queued' ? '起草任务排队中' : '正在起草'}</span>
      <Progress percent={percent} status="active" size="small" />
      <span className="muted small nowrap num">
        {job.total > 0 && `已处理 ${job.done}/${job.total} 个条目，`}写成 {job.created} 对
      </span>
    </div>
  )
}

import type { Batch, Intake, Stage } from '../../api/model'

/** active says whether anything of a batch still moves. */
export function active(batch: Pick<Batch, 'counts'>): boolean {
  return (batch.counts.queued ?? 0) + (batch.counts.running ?? 0) > 0
}

/** settled counts what will not move by itself any more. */
export function settled(batch: Pick<Batch, 'counts' | 'total'>): number {
  return batch.total - (batch.counts.queued ?? 0) - (batch.counts.running ?? 0)
}

/** percent is how far a file is over all stages, from its stage and the progress within it. */
export function percent(item: Pick<Intake, 'stage' | 'state' | 'progress'>, stages: Stage[]): number {
  if (item.state === 'done' || item.state === 'duplicate') return 100
  const at = stages.findIndex((s) => s.name === item.stage)
  if (at < 0 || stages.length === 0) return 0
  return Math.round(((at + Math.min(1, Math.max(0, item.progress))) / stages.length) * 100)
}

/** stageLabel names a stage in Chinese. */
export function stageLabel(stage: string, stages: Stage[]): string {
  return stages.find((s) => s.name === stage)?.label ?? (stage === 'done' ? '完成' : '—')
}

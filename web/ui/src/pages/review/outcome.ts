import type { Pair } from '../../api/model'
import { roundWords } from '../../show/pairWords'

/** outcomeOf says what became of a pair by a decision. */
export function outcomeOf(action: string, after: Pick<Pair, 'state' | 'round' | 'version'> | undefined): string {
  if (action === 'reject') return '已退回，起草人可以看到原因'
  if (action === 'edit') return `修改已存为第${after?.version ?? ''}版，将由其他人重新初审`
  if (after?.state === 'approved') return '已审定，检索和问答随即采用'
  return `已通过，进入${roundWords[after?.round ?? 2] ?? '复审'}`
}

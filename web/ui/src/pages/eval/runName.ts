import type { Run } from '../../api/loop'

/** runName is the label a person gave a run, or its number. */
export const runName = (r: Pick<Run, 'id' | 'label'>) => r.label || `第 ${r.id} 号评测`

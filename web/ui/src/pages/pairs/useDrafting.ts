import { useQuery } from '@tanstack/react-query'
import type { Drafting } from '../../api/model'
import { pairs } from '../../api/pairs'

/** moving says whether drafts are being written just now. */
export function moving(job: Drafting | undefined): boolean {
  return job?.state === 'queued' || job?.state === 'running'
}

/** How the drafting job stands, asked again while it moves. */
export function useDrafting() {
  return useQuery({
    queryKey: ['drafting'],
    queryFn: pairs.drafting,
    refetchInterval: ({ state }) => (moving(state.data) ? 1500 : false),
    retry: false,
  })
}

import type { Pair } from '../../api/model'
import { stateOf } from '../../show/pairWords'

/** Where a pair stands. */
export function PairBadge({ pair }: { pair: Pick<Pair, 'state' | 'round'> }) {
  return <span className={`badge pair-${pair.state}`}>{stateOf(pair)}</span>
}

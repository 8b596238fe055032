import type { Pair } from '../../api/model'

const words: Record<string, string> = { rejected: '退回原因', withdrawn: '撤下理由', review: '再次审核的原因' }

/** Why a pair stands where it stands, where somebody said so. */
export function Why({ pair: p }: { pair: Pick<Pair, 'state' | 'reason'> }) {
  if (!p.reason) return null
  return (
    <p className="why">
      <b>{words[p.state] ?? '说明'}</b>
      {p.reason}
    </p>
  )
}

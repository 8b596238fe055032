import type { PairLink } from '../../api/model'
import { LinkAdder } from './LinkAdder'
import { LinkList } from './LinkList'
import { Part } from './Part'

interface Props {
  items: PairLink[]
  /** given: links can be added and taken away */
  onChange?: (links: PairLink[]) => void
  /** this pair cannot be linked to itself */
  self?: number
}

/** 关联, for reading or being written. */
export function LinkPart({ items, onChange, self }: Props) {
  return (
    <Part name="关联">
      <LinkList items={items} onRemove={onChange && ((i) => onChange(items.filter((_, k) => k !== i)))} />
      {onChange && <LinkAdder self={self} onAdd={(link) => onChange([...items.filter((l) => !same(l, link)), link])} />}
    </Part>
  )
}

const same = (a: PairLink, b: PairLink) => (a.pair_id ?? 0) === (b.pair_id ?? 0) && (a.document_id ?? 0) === (b.document_id ?? 0)

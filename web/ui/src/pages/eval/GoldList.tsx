import type { Gold } from '../../api/loop'

/** Where the right answer stands, by file and address. */
export function GoldList({ gold }: { gold: Gold[] | null | undefined }) {
  if (!gold || gold.length === 0) return null
  return (
    <ul className="golds">
      {gold.map((g) => (
        <li key={`${g.file}#${g.address}${g.external_id}`} className="muted small">
          {g.file ? nameOf(g.file) : g.external_id}
          {g.address && <b> {g.address.replaceAll('/', ' ')}</b>}
        </li>
      ))}
    </ul>
  )
}

// The kind of file says nothing to who reads a basis.
const nameOf = (file: string) => file.replace(/\.[a-z]{2,5}$/i, '')

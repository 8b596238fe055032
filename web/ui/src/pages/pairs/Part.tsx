import type { ReactNode } from 'react'

/** One part of a pair: its name on the left, what it holds on the right. */
export function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="part">
      <h3>{name}</h3>
      <div className="part-body">{children}</div>
    </section>
  )
}

// Where the points of a small chart stand. Pure, so that it can be tested without a picture.

export interface Point {
  id: number
  /** shown when pointed at */
  when: string
  /** 0–1; undefined when the run has no such figure */
  value: number | undefined
}

export interface Plot {
  /** lowest value of the axis, 0–1 in steps of a tenth */
  low: number
  dots: { id: number; when: string; value: number; x: number; y: number }[]
  path: string
  ticks: { value: number; y: number }[]
}

interface Box {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

/** plot places points from left to right at even steps; the axis ends at 100 % and begins at the tenth below the lowest. */
export function plot(points: Point[], box: Box): Plot {
  const known = points.filter((p): p is Point & { value: number } => p.value !== undefined)
  const lowest = Math.min(1, ...known.map((p) => p.value))
  const low = Math.max(0, Math.min(0.9, Math.floor((lowest - 0.02) * 10) / 10))
  const inner = { w: box.width - box.left - box.right, h: box.height - box.top - box.bottom }
  const y = (v: number) => round(box.top + inner.h * (1 - (v - low) / (1 - low)))
  const step = points.length > 1 ? inner.w / (points.length - 1) : 0
  const dots = points.flatMap((p, i) => {
    const x = points.length > 1 ? box.left + i * step : box.left + inner.w / 2
    return p.value === undefined ? [] : [{ id: p.id, when: p.when, value: p.value, x: round(x), y: y(p.value) }]
  })
  const path = dots.map((d, i) => `${i === 0 ? 'M' : 'L'}${d.x} ${d.y}`).join('')
  const ticks = [low, (1 + low) / 2, 1].map((value) => ({ value, y: y(value) }))
  return { low, dots, path, ticks }
}

const round = (n: number) => Math.round(n * 10) / 10

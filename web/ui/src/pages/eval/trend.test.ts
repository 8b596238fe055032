import { expect, it } from 'vitest'
import { plot, type Point } from './trend'

const box = { width: 240, height: 100, left: 40, right: 0, top: 0, bottom: 0 }
const at = (id: number, value?: number): Point => ({ id, when: `${id}`, value })

it('spreads the runs evenly, the latest at the right edge', () => {
  const { dots } = plot([at(1, 0.5), at(2, 0.75), at(3, 1)], box)
  expect(dots.map((d) => d.x)).toEqual([40, 140, 240])
  expect(dots[2]!.y).toBe(0)
  expect(dots[0]!.y).toBeGreaterThan(dots[1]!.y)
})

it('begins the axis at the tenth below the lowest figure, and never above 90 %', () => {
  expect(plot([at(1, 0.87)], box).low).toBe(0.8)
  expect(plot([at(1, 0.81)], box).low).toBe(0.7)
  expect(plot([at(1, 1)], box).low).toBe(0.9)
  expect(plot([at(1, 0)], box).low).toBe(0)
})

it('leaves a run without the figure out of the line, and keeps its place', () => {
  const { dots, path } = plot([at(1, 0.5), at(2), at(3, 0.6)], box)
  expect(dots.map((d) => d.id)).toEqual([1, 3])
  expect(dots.map((d) => d.x)).toEqual([40, 240])
  expect(path).toMatch(/^M40 [\d.]+L240 [\d.]+$/)
})

it('puts a single run in the middle', () => {
  expect(plot([at(1, 0.5)], box).dots[0]!.x).toBe(140)
})

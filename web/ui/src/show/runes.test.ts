import { describe, expect, it } from 'vitest'
import { light, paragraphs, sliceRunes, touches } from './runes'

describe('positions count code points', () => {
  const rare = '𠮷安县𬭊镇：编制12名。' // two characters that take two units each

  it('slices behind rare characters without shifting', () => {
    expect(sliceRunes(rare, 6, 11)).toBe('编制12名'.slice(0, 5))
    expect(sliceRunes(rare, 0, 1)).toBe('𠮷')
  })

  it('knows where every paragraph stands', () => {
    const [first, second, third] = paragraphs(`𠮷a\n\n${rare}`)
    expect([first?.start, first?.end]).toEqual([0, 2])
    expect([second?.start, second?.end]).toEqual([3, 3])
    expect(third?.start).toBe(4)
    expect(third?.runes.join('')).toBe(rare)
  })
})

describe('lighting', () => {
  const [one, two] = paragraphs('第一条　甲乙丙\n第二条　丁戊')

  it('cuts a paragraph in what is before, in and after', () => {
    expect(light(one!, 4, 6)).toEqual([
      { text: '第一条　', lit: false },
      { text: '甲乙', lit: true },
      { text: '丙', lit: false },
    ])
  })

  it('lights a quote that goes over a line end in both lines', () => {
    expect(light(one!, 6, 11).filter((p) => p.lit).map((p) => p.text)).toEqual(['丙'])
    expect(light(two!, 6, 11).filter((p) => p.lit).map((p) => p.text)).toEqual(['第二条'])
  })

  it('leaves what it does not touch whole', () => {
    expect(touches(two!, 0, 7)).toBe(false)
    expect(light(two!, 0, 7)).toEqual([{ text: '第二条　丁戊', lit: false }])
    expect(touches(one!, 3, 3)).toBe(false)
  })
})

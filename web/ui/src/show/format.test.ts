import { expect, it } from 'vitest'
import { bytes, chineseDate, circled, dayBefore, duration, interval, moment, placeOf, quoted } from './format'

it('writes dates as papers do', () => {
  expect(chineseDate('2026-03-05')).toBe('2026年3月5日')
  expect(chineseDate('')).toBe('—')
  expect(chineseDate(undefined)).toBe('—')
})

it('says the last day in force, not the first day out of it', () => {
  expect(dayBefore('2024-03-01')).toBe('2024-02-29')
  expect(interval('2024-03-20', '2026-03-20')).toBe('2024年3月20日至2026年3月19日')
  expect(interval('2026-03-20', '')).toBe('2026年3月20日起施行')
  expect(interval('', '')).toBe('施行日期未知')
})

it('writes instants in the time of China wherever the browser stands', () => {
  expect(moment('2026-11-21T23:30:00Z')).toBe('2026-11-22 07:30')
  expect(moment('0001-01-01T00:00:00Z')).toBe('—')
})

it('circles numbers up to fifty', () => {
  expect([1, 20, 21, 35, 36, 50, 51].map(circled).join('')).toBe('①⑳㉑㉟㊱㊿（51）')
})

it('writes sizes, durations and titles', () => {
  expect(bytes(900)).toBe('900 字节')
  expect(bytes(3 * 1024 * 1024)).toBe('3.0 MB')
  expect(duration(41.3)).toBe('41 毫秒')
  expect(duration(2340)).toBe('2.3 秒')
  expect(quoted('《办法》')).toBe('《办法》')
  expect(quoted('办法')).toBe('《办法》')
  expect([placeOf('一、'), placeOf('二、（一）1'), placeOf('第九条')]).toEqual(['一', '二、（一）1', '第九条'])
})

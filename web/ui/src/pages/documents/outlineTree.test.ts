import { expect, it } from 'vitest'
import { chunk } from '../../test/made'
import { chunkAt, outlineTree } from './outlineTree'
import { pagesOf } from './Reader'

it('hangs articles below their chapter, named by the heading', () => {
  const tree = outlineTree([
    chunk('题注', '云澜市机构编制管理办法'),
    chunk('第二章/第九条/第一款', '第九条　新设机构的，由本级政府提出方案。', { path: ['第二章　机构设置', '第九条'] }),
    chunk('第二章/第九条/第二款', '审核后报批。', { path: ['第二章　机构设置', '第九条'] }),
    chunk('第二章/第十条', '第十条　职责划分。', { path: ['第二章　机构设置', '第十条'] }),
  ])
  expect(tree.map((n) => n.title)).toEqual(['题注 云澜市机构编制管理办法', '第二章　机构设置'])
  const chapter = tree[1]!
  expect(chapter.chunk).toBeUndefined()
  expect(chapter.children.map((n) => n.key)).toEqual(['第二章/第九条', '第二章/第十条'])
  expect(chapter.children[0]?.children.map((n) => n.title)).toEqual(['第一款 第九条 新设机构的，由本级政府提出方', '第二款 审核后报批。'])
  expect(chapter.children[1]?.title).toBe('第十条 职责划分。')
})

it('does not say an item number twice', () => {
  const [top] = outlineTree([chunk('第四条/第（一）项', '（一）贯彻执行方针政策。')])
  expect(top?.children[0]?.title).toBe('第（一）项 贯彻执行方针政策。')
})

it('finds the smallest chunk at a place', () => {
  const whole = chunk('第四条', '', { start: 10, end: 90 })
  const item = chunk('第四条/第（一）项', '', { start: 20, end: 40 })
  expect(chunkAt([whole, item], 25)).toBe(item)
  expect(chunkAt([whole, item], 50)).toBe(whole)
  expect(chunkAt([whole, item], 90)).toBeUndefined()
})

it('marks a page where it first shows up', () => {
  const pages = pagesOf([chunk('a', '', { start: 0, page: 1 }), chunk('b', '', { start: 9, page: 1 }), chunk('c', '', { start: 30, page: 3 }), chunk('d', '', { start: 40 })])
  expect([...pages]).toEqual([[0, 1], [30, 3]])
})

import { expect, it } from 'vitest'
import { homeOf, placesOf } from './access'

const labels = (...roles: Parameters<typeof placesOf>[0]['roles']) => placesOf({ roles }).map((p) => p.label)

it('shows each role its own menu', () => {
  expect(labels('staff')).toEqual(['问答', '检索', '文档'])
  expect(labels('admin')).toEqual(['问答', '检索', '文档', '关系', '问答对', '评测', '工单', '发布', '任务', '用户', '敏感词'])
  expect(labels('expert')).toEqual(['问答', '检索', '文档', '问答对', '审核', '工单'])
  expect(labels('auditor')).toEqual(['审计'])
  expect(labels('staff', 'auditor')).toEqual(['问答', '检索', '文档', '审计'])
  expect(labels('partner')).toEqual(['语料发布', '接口密钥'])
  expect(labels('lead', 'partner').filter((l) => l.includes('发布'))).toEqual(['发布'])
})

it('sends everyone to a page they may open', () => {
  expect(homeOf({ roles: ['staff'] })).toBe('/')
  expect(homeOf({ roles: ['auditor'] })).toBe('/audit')
  expect(homeOf({ roles: ['partner'] })).toBe('/releases')
})

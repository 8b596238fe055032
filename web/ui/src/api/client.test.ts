import { afterEach, describe, expect, it, vi } from 'vitest'
import { problem, served } from '../test/served'
import { form, whenSessionLost } from './client'
import { documents } from './documents'
import { messageOf, ServiceError } from './fault'
import { session } from './session'
import { intakes } from './intake'

afterEach(() => vi.unstubAllGlobals())

const failing = (call: Promise<unknown>) => call.then(() => undefined, (e: unknown) => e as ServiceError)

describe('what goes wrong', () => {
  it('is said in the words of the server', async () => {
    served({ 'GET /documents': problem(422, '日期应写作 2024-03-11。', 'invalid') })
    const error = await failing(documents.list({ limit: 1, offset: 0 }))
    expect(error).toBeInstanceOf(ServiceError)
    expect(error).toMatchObject({ status: 422, code: 'invalid', message: '日期应写作 2024-03-11。' })
  })

  it('is never shown in another language, nor as markup', async () => {
    served({ 'GET /documents': problem(503, 'upstream connect error') })
    expect(messageOf(await failing(documents.list({ limit: 1, offset: 0 })))).toBe('服务暂时不可用，请稍后重试。')
    served({ 'GET /documents': new Response('<html>bad gateway</html>', { status: 502 }) })
    expect(messageOf(await failing(documents.list({ limit: 1, offset: 0 })))).toContain('服务出现异常')
    expect(messageOf(new TypeError('x is undefined'))).toBe('界面出现异常，请刷新页面后重试。')
  })

  it('says so when there is no connection', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await failing(documents.list({ limit: 1, offset: 0 }))).toMatchObject({ code: 'offline', status: 0 })
  })
})

describe('a lost session', () => {
  it('is told once to the frame, but not for the question who is signed in', async () => {
    const lost = vi.fn()
    whenSessionLost(lost)
    served({ 'GET /session': problem(401, '请先登录。'), 'GET /documents': problem(401, '请先登录。') })
    await failing(session.current())
    expect(lost).not.toHaveBeenCalled()
    await failing(documents.list({ limit: 1, offset: 0 }))
    expect(lost).toHaveBeenCalledOnce()
  })
})

describe('what is sent', () => {
  it('leaves out what is not set', async () => {
    const log = served({ 'GET /documents': { items: [], total: 0 } })
    await documents.list({ q: '', kind: undefined, status: 'in_force', limit: 20, offset: 0 })
    expect(log[0]?.query).toBe('?status=in_force&limit=20&offset=0')
  })

  it('joins several states with a comma', async () => {
    const log = served({ 'GET /jobs': { items: [], total: 0, counts: {} } })
    await intakes.jobs({ state: ['failed', 'quarantined'], limit: 1, offset: 0 })
    expect(decodeURIComponent(log[0]?.query ?? '')).toContain('state=failed,quarantined')
  })

  it('puts the fields of a form before its files, and keeps the folders', () => {
    const file = new File(['正文'], '办法.txt')
    const made = form({ clearance: '2', label: '批次' }, [['files', file, '文件夹/办法.txt']]).bodySerializer()
    expect([...made.keys()]).toEqual(['clearance', 'label', 'files'])
    expect((made.get('files') as File).name).toBe('文件夹/办法.txt')
  })
})

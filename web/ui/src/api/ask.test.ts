import { afterEach, expect, it, vi } from 'vitest'
import { answer } from '../test/made'
import { problem, served } from '../test/served'
import { ask } from './ask'
import type { AskEvent } from './model'

afterEach(() => vi.unstubAllGlobals())

const stream = (...messages: [string, unknown][]) =>
  new Response(messages.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8' },
  })

const put = (seen: AskEvent[] = [], signal = new AbortController().signal) => ask({ question: '问' }, (e) => seen.push(e), signal)

it('hands on every step and returns the final answer', async () => {
  served({
    'POST /ask': stream(['stage', { type: 'stage', stage: 'retrieving', label: '检索依据' }], ['delta', { type: 'delta', delta: '三' }], ['final', { type: 'final', answer: answer() }]),
  })
  const seen: AskEvent[] = []
  expect((await put(seen)).id).toBe(9)
  expect(seen.map((e) => e.type)).toEqual(['stage', 'delta'])
})

it('takes an answer that is not streamed', async () => {
  served({ 'POST /ask': answer({ id: 12 }) })
  expect((await put()).id).toBe(12)
})

it('tells an error of the server from a stream that broke off', async () => {
  served({ 'POST /ask': stream(['error', { type: 'error', error: '模型暂时不可用。' }]) })
  await expect(put()).rejects.toMatchObject({ code: 'ask', message: '模型暂时不可用。' })
  served({ 'POST /ask': stream(['delta', { type: 'delta', delta: '三' }]) })
  await expect(put()).rejects.toMatchObject({ code: 'interrupted' })
  served({ 'POST /ask': problem(429, '提问过于频繁，请一分钟后再试。') })
  await expect(put()).rejects.toMatchObject({ status: 429, message: '提问过于频繁，请一分钟后再试。' })
})

it('can be stopped', async () => {
  const control = new AbortController()
  control.abort()
  served({ 'POST /ask': answer() })
  await expect(put([], control.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

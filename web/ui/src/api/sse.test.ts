import { describe, expect, it } from 'vitest'
import { messageParser, readMessages, type Message } from './sse'

function parsed(...pieces: string[]): Message[] {
  const got: Message[] = []
  const parser = messageParser((m) => got.push(m))
  pieces.forEach((p) => parser.feed(p))
  parser.end()
  return got
}

describe('the stream of an answer', () => {
  it('gives every message its event', () => {
    expect(parsed('event: stage\ndata: {"a":1}\n\nevent: delta\ndata: 甲\n\n')).toEqual([
      { event: 'stage', data: '{"a":1}' },
      { event: 'delta', data: '甲' },
    ])
  })

  it('does not care where the network cuts', () => {
    const whole = 'event: delta\r\ndata: 机关行政编制\r\n\r\n: keep-alive\n\ndata: x\ndata: y\n\n'
    const expected = parsed(whole)
    for (let i = 1; i < whole.length; i++) expect(parsed(whole.slice(0, i), whole.slice(i))).toEqual(expected)
    expect(expected).toEqual([
      { event: 'delta', data: '机关行政编制' },
      { event: 'message', data: 'x\ny' },
    ])
  })

  it('drops a message that was never closed', () => {
    expect(parsed('event: final\ndata: {"half":')).toEqual([])
  })

  it('joins characters cut between two packets', async () => {
    const bytes = new TextEncoder().encode('data: 编制\n\n')
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        for (const b of bytes) c.enqueue(new Uint8Array([b]))
        c.close()
      },
    })
    const got: Message[] = []
    await readMessages(body, (m) => got.push(m))
    expect(got).toEqual([{ event: 'message', data: '编制' }])
  })
})

// A reader of text/event-stream over fetch: EventSource can neither POST nor be told why it failed.

export interface Message {
  event: string
  data: string
}

/** A parser fed with pieces of a stream, cut anywhere; calls onMessage for every whole message. */
export function messageParser(onMessage: (m: Message) => void) {
  let rest = ''
  let event = 'message'
  let data: string[] = []

  function line(text: string) {
    if (text === '') {
      if (data.length > 0) onMessage({ event, data: data.join('\n') })
      event = 'message'
      data = []
      return
    }
    if (text.startsWith(':')) return // a keep-alive
    const colon = text.indexOf(':')
    const name = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
  }

  return {
    feed(piece: string) {
      const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      lines.forEach(line)
    },
    /** The stream is over: what was not closed by an empty line is not a message. */
    end() {
      rest = ''
      data = []
    },
  }
}

/** readMessages reads a response body to its end. */
export async function readMessages(body: ReadableStream<Uint8Array>, onMessage: (m: Message) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parser = messageParser(onMessage)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parser.feed(decoder.decode(value, { stream: true }))
  }
  parser.end()
}

// A first look at a set before it is sent: every bad line at once, with what to do. The server checks again.

export interface LineFault {
  line: number
  problem: string
}

export interface Looked {
  questions: number
  faults: LineFault[]
}

/** look reads a JSONL text line by line. Lines without text are skipped. */
export function look(text: string): Looked {
  const seen = new Map<string, number>()
  const faults: LineFault[] = []
  let questions = 0
  text.split(/\r?\n/).forEach((raw, i) => {
    if (raw.trim() === '') return
    const problem = faultOf(raw.replace(/^\uFEFF/, ''), i + 1, seen)
    if (problem) faults.push({ line: i + 1, problem })
    else questions++
  })
  return { questions, faults }
}

function faultOf(raw: string, line: number, seen: Map<string, number>): string {
  let body: unknown
  try {
    body = JSON.parse(raw)
  } catch {
    return '不是有效的 JSON，请检查引号、逗号和括号。'
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return '应是一个 {…} 对象。'
  const { id, question, answerable, type } = body as Record<string, unknown>
  if (typeof id !== 'string' || id === '') return '缺少 id。'
  const before = seen.get(id)
  if (before) return `id “${id}”与第 ${before} 行重复。`
  seen.set(id, line)
  if (typeof question !== 'string' || question.trim() === '') return '缺少 question（问题）。'
  if (answerable !== undefined && typeof answerable !== 'boolean') return 'answerable 应为 true 或 false。'
  if (type !== undefined && (typeof type !== 'number' || !Number.isInteger(type) || type < 0 || type > 30)) return 'type（题型）应为 1 至 30 的整数。'
  return ''
}

// What changed between two short texts, character by character, for people to read.

export interface Piece {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/**
 * diff tells how before becomes after. The longest common subsequence of characters and numbers; a run of one or two kept characters
 * between changes is shown as changed too, since 编制36名 → 编制40名 reads better than a confetti of single characters.
 */
export function diff(before: string, after: string): Piece[] {
  const a = words(before)
  const b = words(after)
  const head = common(a, b)
  const tail = common(a.slice(head).reverse(), b.slice(head).reverse())
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  return merged([{ kind: 'same', text: a.slice(0, head).join('') }, ...middle, { kind: 'same', text: a.slice(a.length - tail).join('') }])
}

// A number is one thing: 35 → 36, never 3 with 5 → 6.
const words = (text: string): string[] => text.match(/\d+(?:\.\d+)?|[A-Za-z]+|./gsu) ?? []

function common(a: string[], b: string[]): number {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n++
  return n
}

const most = 4_000_000 // cells of the table: two texts of 2,000 characters

function between(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > most) return swap(a.join(''), b.join(''))
  const wide = b.length + 1
  const long = new Uint16Array((a.length + 1) * wide)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      long[i * wide + j] = a[i] === b[j] ? long[(i + 1) * wide + j + 1]! + 1 : Math.max(long[(i + 1) * wide + j]!, long[i * wide + j + 1]!)
    }
  }
  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i]! })
      i++
      j++
    } else if (j >= b.length || (i < a.length && long[(i + 1) * wide + j]! >= long[i * wide + j + 1]!)) {
      pieces.push({ kind: 'removed', text: a[i++]! })
    } else {
      pieces.push({ kind: 'added', text: b[j++]! })
    }
  }
  return settled(merged(pieces))
}

const swap = (before: string, after: string): Piece[] => [
  { kind: 'removed', text: before },
  { kind: 'added', text: after },
]

// Gathers what was removed and added between two longer stretches that stayed.
function settled(pieces: Piece[]): Piece[] {
  const out: Piece[] = []
  let gone = ''
  let come = ''
  const flush = () => {
    out.push(...swap(gone, come))
    gone = ''
    come = ''
  }
  for (const piece of pieces) {
    if (piece.kind === 'removed') gone += piece.text
    else if (piece.kind === 'added') come += piece.text
    else if ((gone || come) && Array.from(piece.text).length <= 2) {
      gone += piece.text
      come += piece.text
    } else {
      flush()
      out.push(piece)
    }
  }
  flush()
  return out
}

function merged(pieces: Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    if (piece.text === '') continue
    const last = out.at(-1)
    if (last?.kind === piece.kind) last.text += piece.text
    else out.push({ ...piece })
  }
  return out
}

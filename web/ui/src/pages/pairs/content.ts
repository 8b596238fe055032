// A pair as it is being written.

import type { Basis, Content, Finding, Pair } from '../../api/model'

export const blank: Content = { question: '', variants: [], answer: '', type: 1, basis: [], links: [] }

/** contentOf is what a person may change of a pair. */
export function contentOf(p: Pair): Content {
  return { pair_id: p.id, question: p.question, variants: p.variants ?? [], answer: p.answer, type: p.type, basis: p.basis ?? [], links: p.links ?? [] }
}

const essence = (c: Content) => [
  c.question.trim(),
  (c.variants ?? []).map((v) => v.trim()),
  c.answer.trim(),
  c.type,
  (c.basis ?? []).map((b) => [b.version_id, b.start, b.end]),
  (c.links ?? []).map((l) => [l.type, l.pair_id ?? 0, l.document_id ?? 0]),
]

/** changed says whether two contents differ in anything but blanks at their ends and the note. */
export function changed(a: Content, b: Content): boolean {
  return JSON.stringify(essence(a)) !== JSON.stringify(essence(b))
}

/** tidy is a content as it is sent: no empty wordings, no blanks around. */
export function tidy(c: Content): Content {
  return {
    ...c,
    question: c.question.trim(),
    answer: c.answer.trim(),
    variants: (c.variants ?? []).map((v) => v.trim()).filter(Boolean),
    basis: c.basis ?? [],
    links: c.links ?? [],
    note: c.note?.trim() || undefined,
  }
}

/** missing says what must still be filled in before a content can be saved; empty when nothing. */
export function missing(c: Content): string {
  if (!c.question.trim()) return '请填写问题'
  if (!c.answer.trim()) return '请填写答案'
  if ((c.basis ?? []).length === 0) return '请在右侧原文中选定至少一处依据'
  return ''
}

/** sameBasis says whether two bases are the same stretch of text. */
export function sameBasis(a: Basis, b: Basis): boolean {
  return a.version_id === b.version_id && a.start === b.start && a.end === b.end
}

/** errorsOf are the findings that forbid submitting and accepting. */
export function errorsOf(findings: Finding[] | null | undefined): Finding[] {
  return (findings ?? []).filter((f) => f.level === 'error')
}

import type { EvalQuestion, Outcome } from '../../api/loop'
import type { Answer } from '../../api/model'
import { circled, placeOf, quoted } from '../../show/format'
import { inWords, refusalWords, wordOf } from '../../show/words'
import { GoldList } from './GoldList'
import { said } from './said'

/** What a right answer holds. */
export function GoldBeside({ question: q }: { question: EvalQuestion }) {
  return (
    <section className="side gold">
      <h4>标准答案</h4>
      {q.answerable ? <p className="side-text">{q.answer || '—'}</p> : <p className="side-text">应当拒答{reasons(q)}</p>}
      {(q.must ?? []).length > 0 && (
        <p className="small">
          <span className="muted">必须写明　</span>
          {q.must?.map((m) => (
            <mark key={m} className="must">
              {m}
            </mark>
          ))}
        </p>
      )}
      {(q.must_not ?? []).length > 0 && (
        <p className="small">
          <span className="muted">不得出现　</span>
          {q.must_not?.join('、')}
        </p>
      )}
      <GoldList gold={q.gold} />
    </section>
  )
}

function reasons(q: EvalQuestion): string {
  const known = (q.refusal_reasons ?? []).map((r) => wordOf(refusalWords, r))
  return known.length > 0 ? `（${known.join('、')}）` : ''
}

/** What was answered, with its grounds. */
export function AnswerBeside({ outcome: o, title, problem = false }: { outcome: Outcome; title: string; problem?: boolean }) {
  return (
    <section className={o.passed ? 'side good' : 'side bad'}>
      <h4>
        {title}
        <span className="row small">
          <Verdict ok={o.correct} yes="答案正确" no="答案不对" />
          <Verdict ok={o.cited} yes="引文正确" no="引文不符" />
        </span>
      </h4>
      <Said answer={o.answer} />
      {problem && o.problem && !o.passed && <p className="small trouble">{inWords(o.problem)}</p>}
    </section>
  )
}

function Verdict({ ok, yes, no }: { ok: boolean; yes: string; no: string }) {
  return <span className={ok ? 'badge done' : 'badge failed'}>{ok ? yes : no}</span>
}

function Said({ answer: a }: { answer: Answer }) {
  return (
    <>
      <p className="side-text">{a.refusal ? `未作回答（${wordOf(refusalWords, a.refusal.reason)}）：${a.refusal.message}` : said(a.text)}</p>
      {(a.citations ?? []).length > 0 && (
        <ul className="golds">
          {a.citations?.map((c) => (
            <li key={c.n} className="muted small" title={c.quote}>
              {circled(c.n)} {quoted(c.title)}
              <b> {placeOf(c.label)}</b>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}


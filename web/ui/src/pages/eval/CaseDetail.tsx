import { Link } from 'react-router'
import type { Outcome } from '../../api/loop'
import { ClassBadge } from '../../show/FailureBadges'
import { classMeaning } from '../../show/failureWords'
import { chineseDate } from '../../show/format'
import { typeName } from '../../show/pairWords'
import { Proofs } from '../../show/Proofs'
import { inWords } from '../../show/words'
import { ObjectLink } from '../tickets/ObjectLink'
import { AnswerBeside, GoldBeside } from './Beside'

/** One question of a run: why it failed, step by step, and the answer beside the right one. */
export function CaseDetail({ outcome: o }: { outcome: Outcome }) {
  const q = o.question
  return (
    <article className="case" aria-label="题目详情" tabIndex={0}>
      <header>
        <h3>{q.question}</h3>
        <p className="muted small">
          {q.id}　{typeName(q.type)}
          {q.as_of && `　适用时点 ${chineseDate(q.as_of)}`}
          {q.pair_id ? (
            <>
              　<Link to={`/pairs/${q.pair_id}`}>问答对 {q.pair_id}</Link>
            </>
          ) : null}
        </p>
      </header>
      <div className="beside">
        <GoldBeside question={q} />
        <AnswerBeside outcome={o} title="系统回答" />
      </div>
      {!o.passed && <Why outcome={o} />}
    </article>
  )
}

function Why({ outcome: o }: { outcome: Outcome }) {
  return (
    <section className="why">
      <div className="row wrap">
        <ClassBadge of={o.class} />
        {o.class && <span>{classMeaning[o.class]}</span>}
        {o.stage && <span className="muted">由{o.stage}环节修正</span>}
        <span className="grow" />
        {o.class && <Link to={`/tickets?class=${o.class}`}>相关工单</Link>}
      </div>
      {o.problem && <p className="why-problem">{inWords(o.problem)}</p>}
      <Proofs items={o.evidence} />
      {o.object_type && (
        <p className="why-object">
          <span className="muted">问题出在　</span>
          <ObjectLink type={o.object_type} id={o.object_id} name={o.object} proofs={o.evidence} />
        </p>
      )}
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { runs } from '../../api/evaluation'
import type { Ticket, TicketCase, TicketTrail } from '../../api/loop'
import { tickets } from '../../api/tickets'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { ClassBadge, ReopenedBadge, RunBadge, TicketBadge } from '../../show/FailureBadges'
import { classMeaning, severityWords, ticketStates, ticketWords } from '../../show/failureWords'
import { moment } from '../../show/format'
import { Proofs } from '../../show/Proofs'
import { Await } from '../../show/States'
import { clearanceWords, inWords, wordOf } from '../../show/words'
import { moving } from '../eval/figures'
import { Events } from './Events'
import { ticketKey } from './keys'
import { ObjectLink } from './ObjectLink'
import { Steps } from './Steps'
import './tickets.css'

/** One ticket with its whole trail: what failed, why, on what, and what was done about it. */
export default function TicketRoute() {
  const id = Number(useParams().id)
  const query = useQuery({
    queryKey: ticketKey(id),
    queryFn: () => tickets.byID(id),
    refetchInterval: ({ state }) => (state.data?.ticket.state === 're_run' ? 1500 : 15_000),
  })
  return (
    <div className="page">
      <nav className="small">
        <Link to="/tickets">工单</Link> <span className="muted">/ {id} 号</span>
      </nav>
      <Await query={query} what="正在打开工单">
        {(trail) => (
          <div className="ticket">
            <div className="ticket-main">
              <Head ticket={trail.ticket} cases={trail.cases ?? []} />
              <CaseList cases={trail.cases ?? []} />
            </div>
            <div className="ticket-side">
              <Steps ticket={trail.ticket} fixes={trail.fixes ?? []} />
              <Facts trail={trail} />
              <Events items={trail.events ?? []} />
            </div>
          </div>
        )}
      </Await>
    </div>
  )
}

function Head({ ticket: t, cases }: { ticket: Ticket; cases: TicketCase[] }) {
  const at = ticketStates.indexOf(t.state as (typeof ticketStates)[number])
  return (
    <header className="panel ticket-head">
      <div className="row wrap">
        <TicketBadge state={t.state} />
        <ReopenedBadge times={t.reopened} />
        <ClassBadge of={t.class} />
        <span className="muted small">
          由{t.stage}环节修正　{classMeaning[t.class]}
        </span>
      </div>
      <h1>{t.title}</h1>
      <p>
        <span className="muted">问题出在　</span>
        <ObjectLink type={t.object_type} id={t.object_id} name={t.object} proofs={cases.flatMap((c) => c.evidence ?? [])} />
      </p>
      <ol className="track" aria-label="处理进度">
        {ticketStates.map((s, i) => (
          <li key={s} className={i < at ? 'past' : i === at ? `past now${s === 'closed' ? ' shut' : ''}` : undefined} aria-current={i === at ? 'step' : undefined}>
            {ticketWords[s]}
          </li>
        ))}
      </ol>
    </header>
  )
}

function CaseList({ cases }: { cases: TicketCase[] }) {
  return (
    <section className="panel" aria-label="案例">
      <h2>案例（{cases.length}）</h2>
      {cases.map((c, i) => (
        <article key={c.id} className="ticket-case">
          <div className="row wrap small">
            {c.feedback_id ? <span className="badge up">用户反馈</span> : <span className="badge plain">评测</span>}
            {c.key && <span className="muted">{c.key}</span>}
            {c.run_id ? <RunLink id={c.run_id} /> : null}
            <span className="muted num">{moment(c.created_at)}</span>
            <span className="grow" />
            {c.passed_in ? (
              <span>
                <span className="badge done">复测通过</span> <RunLink id={c.passed_in} all />
              </span>
            ) : null}
          </div>
          <h3>{c.question}</h3>
          {c.problem && <p className="trouble">{inWords(c.problem)}</p>}
          <details open={i === 0}>
            <summary className="small muted">查证过程</summary>
            <Proofs items={c.evidence} />
          </details>
        </article>
      ))}
    </section>
  )
}

function Facts({ trail: { ticket: t } }: { trail: TicketTrail }) {
  return (
    <section className="panel" aria-label="工单信息">
      <h2>信息</h2>
      <dl className="ticket-facts">
        <Fact name="处理人">{t.assignee || '未指派'}</Fact>
        <Fact name="紧急程度">{wordOf(severityWords, t.severity)}</Fact>
        <Fact name="密级">{wordOf(clearanceWords, t.clearance)}</Fact>
        {t.fix_version && <Fact name="修复版本">{t.fix_version}</Fact>}
        {t.fix_note && <Fact name="修复说明">{t.fix_note}</Fact>}
        {t.run_id ? (
          <Fact name="复测">
            <ReRun id={t.run_id} />
          </Fact>
        ) : null}
        <Fact name="建立">{moment(t.created_at)}</Fact>
        {t.closed_at && <Fact name="关闭">{moment(t.closed_at)}</Fact>}
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A run, as a link for those who may open it. */
function RunLink({ id, all }: { id: number; all?: boolean }) {
  const words = `第 ${id} 号评测`
  if (!has(useActor(), 'lead', 'admin')) return <span>{words}</span>
  return <Link to={`/eval/runs/${id}${all ? '?tab=all' : ''}`}>{words}</Link>
}

/** The re-run of a ticket: how far it is, then how it ended. */
export function ReRun({ id }: { id: number }) {
  const keeps = has(useActor(), 'lead', 'admin')
  const query = useQuery({
    queryKey: ['eval-run', id],
    queryFn: () => runs.byID(id),
    enabled: keeps,
    refetchInterval: ({ state }) => (state.data && !moving(state.data) ? false : 1000),
  })
  const run = query.data
  return (
    <span className="row wrap">
      <RunLink id={id} all />
      {run && <RunBadge state={run.state} />}
      {run && (
        <span className="num muted small">
          {moving(run) ? `${run.done}/${run.total}` : run.state === 'done' ? `${run.metrics.all.passed}/${run.metrics.all.questions} 题通过` : ''}
        </span>
      )}
    </span>
  )
}

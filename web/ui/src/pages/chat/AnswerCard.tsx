import { CheckCircleFilled } from '@ant-design/icons'
import { Alert } from 'antd'
import { Link } from 'react-router'
import type { Answer, Approval, Feedback } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { AsOfChip } from '../../show/Badges'
import { chinaDay, chineseDate, duration, quoted } from '../../show/format'
import { clearanceWords, wordOf } from '../../show/words'
import { AnswerActions } from './AnswerActions'
import { AnswerTable } from './AnswerTable'
import type { OpenCitation } from './Cite'
import { Conclusion } from './Conclusion'
import { Grounds } from './Grounds'
import { RefusalBody } from './RefusalBody'

interface Props {
  answer: Answer
  feedback?: Feedback
  onOpen: OpenCitation
  onJudge: (feedback: Feedback) => void
}

const modes: Record<string, string> = { extractive: '依据原文摘录', model: '模型撰写 · 逐句核对', refusal: '未作回答' }

/** One answer: 结论 · 依据 · 适用时点 · 关联, or why there is none. */
export function AnswerCard({ answer, feedback, onOpen, onJudge }: Props) {
  const citations = answer.citations ?? []
  return (
    <article className={`answer ${answer.mode}`} aria-label="回答">
      <header className="answer-head">
        {answer.approved ? <Vouched of={answer.approved} /> : <span className="badge plain">{modes[answer.mode]}</span>}
        <AsOfChip day={answer.as_of} />
        {answer.clearance > 1 && <span className="badge plain">依据最高密级：{wordOf(clearanceWords, answer.clearance)}</span>}
        <span className="grow" />
        <span className="muted small">用时 {duration(total(answer.timings))}</span>
      </header>
      {answer.degraded && <Alert type="warning" showIcon title={answer.degraded} className="answer-alert" />}
      {answer.refusal ? (
        <RefusalBody refusal={answer.refusal} onOpen={onOpen} />
      ) : (
        <Section name="结论">
          <Conclusion answer={answer} citations={citations} onOpen={onOpen} />
          {answer.table && <AnswerTable table={answer.table} citations={citations} onOpen={onOpen} />}
        </Section>
      )}
      {citations.length > 0 && (
        <Section name="依据">
          <Grounds citations={citations} onOpen={onOpen} />
        </Section>
      )}
      {!answer.refusal && (
        <Section name="适用时点">
          <AsOf answer={answer} />
        </Section>
      )}
      {(answer.related ?? []).length > 0 && (
        <Section name="关联">
          <ul className="related">
            {answer.related?.map((r) => (
              <li key={`${r.document_id}${r.relation}`}>
                <span className="muted">{r.relation}</span>
                <Link to={`/documents/${r.document_id}`}>{quoted(r.title)}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <AnswerActions answer={answer} feedback={feedback} onJudge={onJudge} />
    </article>
  )
}

/** The answer is one that two experts have signed: which version, and when. Those who may read pairs get the way to it. */
function Vouched({ of }: { of: Approval }) {
  const reads = has(useActor(), 'expert', 'lead', 'admin')
  const words = `已审定 · 第${of.version}版 · ${chineseDate(chinaDay(of.approved_at))}`
  return (
    <span className="badge vouched" title="这条回答由两位专家先后审定，依据逐字核对">
      <CheckCircleFilled aria-hidden /> {reads ? <Link to={`/pairs/${of.pair_id}`}>{words}</Link> : words}
    </span>
  )
}

function Section({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section className="answer-section">
      <h3>{name}</h3>
      <div className="answer-body">{children}</div>
    </section>
  )
}

function AsOf({ answer }: { answer: Answer }) {
  const source: Record<string, string> = { today: '未指定时点，以当日为准。', question: '时点取自问题。', request: '时点由提问人指定。' }
  return (
    <>
      <p>{answer.as_of_note || `按${chineseDate(answer.as_of)}有效的规定回答。${source[answer.as_of_source] ?? ''}`}</p>
      {(answer.notices ?? []).map((notice) => (
        <p key={notice} className="notice">
          {notice}
        </p>
      ))}
    </>
  )
}

function total(timings: Record<string, number> | null): number {
  const known = timings ?? {}
  return known.total ?? Object.values(known).reduce((sum, ms) => sum + ms, 0)
}

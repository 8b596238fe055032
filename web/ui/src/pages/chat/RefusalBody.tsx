import { StopOutlined } from '@ant-design/icons'
import type { Citation, Refusal } from '../../api/model'
import { refusalWords, wordOf } from '../../show/words'
import type { OpenCitation } from './Cite'
import { Grounds } from './Grounds'

/** Why there is no answer, and the nearest articles, which are clearly not one. */
export function RefusalBody({ refusal, onOpen }: { refusal: Refusal; onOpen: OpenCitation }) {
  const nearest = (refusal.nearest ?? []).map((c: Citation, i) => ({ ...c, n: c.n || i + 1 }))
  return (
    <>
      <div className="refusal-why">
        <StopOutlined aria-hidden />
        <div>
          <h3>未能回答：{wordOf(refusalWords, refusal.reason)}</h3>
          <p>{refusal.message}</p>
        </div>
      </div>
      {nearest.length > 0 && (
        <section className="nearest">
          <h3>
            相近条文 <span>仅供查找线索，不是对问题的回答</span>
          </h3>
          <Grounds citations={nearest} onOpen={onOpen} numbered={false} />
        </section>
      )}
    </>
  )
}

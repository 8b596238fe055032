import type { Content } from '../../api/model'
import { Part } from './Part'

/** Question, other wordings and answer, for reading. */
export function PairText({ content: c }: { content: Content }) {
  const variants = c.variants ?? []
  return (
    <>
      <Part name="问题">
        <p className="pair-question">{c.question}</p>
        {variants.length > 0 && (
          <ul className="variants" aria-label="其他问法">
            {variants.map((v) => (
              <li key={v}>{v}</li>
            ))}
          </ul>
        )}
      </Part>
      <Part name="答案">
        <p className="pair-answer">{c.answer}</p>
      </Part>
    </>
  )
}

import type { Content } from '../../api/model'
import { typeName } from '../../show/pairWords'
import { LinkList } from './LinkList'
import { Part } from './Part'

/** Question, other wordings, answer, type and links, for reading. */
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
      <Part name="类型">
        <p>
          {typeName(c.type)} <span className="muted small">第{c.type}类</span>
        </p>
      </Part>
      {(c.links ?? []).length > 0 && (
        <Part name="关联">
          <LinkList items={c.links ?? []} />
        </Part>
      )}
    </>
  )
}

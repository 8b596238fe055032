import { Tooltip } from 'antd'
import type { Answer, Citation, Sentence } from '../../api/model'
import { linesOf } from './answerText'
import { Cite, type OpenCitation } from './Cite'

interface Props {
  answer: Answer
  citations: Citation[]
  onOpen: OpenCitation
}

/** The sentences of an answer, each with the marks of its grounds; what is not supported shows it. */
export function Conclusion({ answer, citations, onOpen }: Props) {
  const lines = linesOf(answer)
  return (
    <div className="conclusion">
      {lines.map((line, i) => (
        <p key={i}>
          {line.map((sentence, j) => (
            <One key={j} sentence={sentence} citations={citations} onOpen={onOpen} />
          ))}
        </p>
      ))}
    </div>
  )
}

function One({ sentence, citations, onOpen }: { sentence: Sentence; citations: Citation[]; onOpen: OpenCitation }) {
  const marks = (sentence.citations ?? []).map((n) => <Cite key={n} n={n} citations={citations} onOpen={onOpen} />)
  if (sentence.supported) {
    return (
      <span>
        {sentence.text}
        {marks}
      </span>
    )
  }
  return (
    <Tooltip title={sentence.problem || '这句话没有找到原文支持，请勿引用。'}>
      <span className="unsupported" tabIndex={0}>
        {sentence.text}
        <em>无依据</em>
        {marks}
      </span>
    </Tooltip>
  )
}

import { Input, Select } from 'antd'
import type { Ref } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import type { Content } from '../../api/model'
import { Diff } from '../../show/Diff'
import { typeName, typeOptions } from '../../show/pairWords'
import { Part } from './Part'

interface Props {
  content: Content
  /** what it was before: the changes are shown against it */
  before?: Content
  onChange: (change: Partial<Content>) => void
  answer?: Ref<TextAreaRef>
}

/** Question, other wordings, answer and type, being written. */
export function PairFields({ content: c, before, onChange, answer }: Props) {
  return (
    <>
      <Part name="问题">
        <Input.TextArea value={c.question} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={500} aria-label="问题" placeholder="一句完整的问题，写明机构与事项" onChange={(e) => onChange({ question: e.target.value })} />
        <Changed before={before?.question} now={c.question} />
      </Part>
      <Part name="其他问法">
        <Input.TextArea
          value={(c.variants ?? []).join('\n')}
          autoSize={{ minRows: 2, maxRows: 6 }}
          aria-label="其他问法"
          placeholder="每行一种，可不填"
          onChange={(e) => onChange({ variants: e.target.value === '' ? [] : e.target.value.split('\n') })}
        />
      </Part>
      <Part name="答案">
        <Input.TextArea ref={answer} value={c.answer} autoSize={{ minRows: 3, maxRows: 14 }} maxLength={4000} aria-label="答案" placeholder="只写依据支持的内容；数字、日期、文号须与原文一致" onChange={(e) => onChange({ answer: e.target.value })} />
        <Changed before={before?.answer} now={c.answer} />
      </Part>
      <Part name="类型">
        <Select
          value={c.type}
          aria-label="问题类型"
          style={{ width: 260 }}
          showSearch={{ optionFilterProp: 'label' }}
          options={typeOptions}
          labelRender={({ value }) => typeName(Number(value))}
          onChange={(type) => onChange({ type })}
        />
      </Part>
    </>
  )
}

function Changed({ before, now }: { before: string | undefined; now: string }) {
  if (before === undefined || before.trim() === now.trim()) return null
  return (
    <p className="changed">
      <span className="muted">改动</span> <Diff brief before={before} after={now} />
    </p>
  )
}

import { Button, Checkbox, Input, Select, type InputRef } from 'antd'
import { useCallback, useRef } from 'react'
import { originWords, pairStates, typeOptions } from '../../show/pairWords'
import { useKey } from '../../shell/useShortcuts'
import { DocumentPicker } from './DocumentPicker'

export interface Filter {
  state?: string
  q?: string
  type?: string
  origin?: string
  document_id?: string
  mine?: string
  [other: string]: string | undefined
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** Which pairs to show. */
export function PairFilters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const field = useRef<InputRef>(null)
  useKey('/', useCallback(() => field.current?.focus(), []))
  const set = (change: Filter) => onChange({ ...filter, ...change })
  const filtered = Object.entries(filter).some(([k, v]) => k !== 'page' && v)
  return (
    <div className="panel pad filters">
      <Input.Search
        ref={field}
        defaultValue={filter.q}
        allowClear
        placeholder="问题或答案中的文字"
        aria-label="问题或答案中的文字"
        style={{ width: 230 }}
        onSearch={(q) => set({ q: q.trim() || undefined })}
      />
      <Select value={filter.state} allowClear placeholder="状态" aria-label="状态" style={{ width: 108 }} options={options(pairStates)} onChange={(state) => set({ state })} />
      <Select
        value={filter.type ? Number(filter.type) : undefined}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="问题类型"
        aria-label="问题类型"
        style={{ width: 168 }}
        options={typeOptions}
        onChange={(type?: number) => set({ type: type ? String(type) : undefined })}
      />
      <Select value={filter.origin} allowClear placeholder="来源" aria-label="来源" style={{ width: 136 }} options={options(originWords)} onChange={(origin) => set({ origin })} />
      <DocumentPicker value={Number(filter.document_id) || undefined} placeholder="依据的文件" width={280} onChange={(id) => set({ document_id: id ? String(id) : undefined })} />
      <Checkbox checked={filter.mine === '1'} onChange={(e) => set({ mine: e.target.checked ? '1' : undefined })}>
        只看我写过或审过的
      </Checkbox>
      {filtered && (
        <Button type="link" onClick={() => onChange({})}>
          清除条件
        </Button>
      )}
    </div>
  )
}

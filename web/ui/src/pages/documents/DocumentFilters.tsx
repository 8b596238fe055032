import { Button, Input, Select } from 'antd'
import { useCallback, useRef } from 'react'
import type { InputRef } from 'antd'
import { AsOfPicker } from '../../show/AsOfPicker'
import { kindWords, statusWords } from '../../show/words'
import { useKey } from '../../shell/useShortcuts'

export interface Filter {
  q?: string
  kind?: string
  status?: string
  org?: string
  as_of?: string
  [other: string]: string | undefined
}

interface Props {
  filter: Filter
  orgs: string[]
  onChange: (filter: Filter) => void
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** What of the catalogue to show. */
export function DocumentFilters({ filter, orgs, onChange }: Props) {
  const field = useRef<InputRef>(null)
  useKey('/', useCallback(() => field.current?.focus(), []))
  const set = (change: Filter) => onChange({ ...filter, page: undefined, ...change })
  const filtered = Boolean(filter.q || filter.kind || filter.status || filter.org || filter.as_of)
  return (
    <div className="panel pad filters">
      <Input.Search
        ref={field}
        defaultValue={filter.q}
        allowClear
        placeholder="标题、发文字号或机构"
        aria-label="标题、发文字号或机构"
        style={{ width: 280 }}
        onSearch={(q) => set({ q: q.trim() || undefined })}
      />
      <Select
        value={filter.kind}
        allowClear
        placeholder="文件种类"
        aria-label="文件种类"
        style={{ width: 136 }}
        options={options(kindWords)}
        onChange={(kind) => set({ kind })}
      />
      <Select
        value={filter.status}
        allowClear
        placeholder="效力状态"
        aria-label="效力状态"
        style={{ width: 136 }}
        options={options(statusWords)}
        onChange={(status) => set({ status })}
      />
      <Select
        value={filter.org}
        allowClear
        showSearch
        placeholder="所涉机构"
        aria-label="所涉机构"
        style={{ width: 230 }}
        notFoundContent="没有这个机构"
        options={orgs.map((org) => ({ value: org, label: org }))}
        onChange={(org) => set({ org })}
      />
      <AsOfPicker value={filter.as_of} onChange={(as_of) => set({ as_of })} />
      {filtered && (
        <Button type="link" onClick={() => onChange({})}>
          清除条件
        </Button>
      )}
    </div>
  )
}

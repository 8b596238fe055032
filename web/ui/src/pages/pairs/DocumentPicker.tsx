import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { documents } from '../../api/documents'
import { statusWords, wordOf } from '../../show/words'
import { shownVersion } from '../documents/shownVersion'

interface Props {
  /** the document chosen; its name is looked up */
  value?: number
  onChange: (id: number | undefined) => void
  placeholder?: string
  width?: number | string
}

/** Finds a document by title, number or body. */
export function DocumentPicker({ value, onChange, placeholder = '按标题或发文字号选择文件', width = '100%' }: Props) {
  const [wanted, setWanted] = useState('')
  const q = useDeferredValue(wanted.trim())
  const found = useQuery({
    queryKey: ['documents', 'pick', q],
    queryFn: () => documents.list({ q: q || undefined, limit: 30, offset: 0 }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const items = found.data?.items ?? []
  const chosen = useQuery({
    queryKey: ['document', value, undefined],
    queryFn: () => documents.byID(value ?? 0),
    enabled: value !== undefined && !items.some((d) => d.id === value),
  })
  const all = chosen.data && !items.some((d) => d.id === chosen.data?.id) ? [chosen.data, ...items] : items
  return (
    <Select
      value={value}
      allowClear
      showSearch={{ filterOption: false, onSearch: setWanted }}
      placeholder={placeholder}
      aria-label={placeholder}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? '正在查找…' : '没有找到文件'}
      style={{ width, minWidth: 0 }}
      popupMatchSelectWidth={460}
      options={all.map((d) => ({ value: d.id, label: d.title, note: [d.doc_no, wordOf(statusWords, shownVersion(d)?.status)].filter(Boolean).join('　') }))}
      optionRender={({ data }) => (
        <span className="pick">
          {data.label}
          <span className="muted small">{data.note}</span>
        </span>
      )}
      onChange={(id?: number) => onChange(id)}
    />
  )
}

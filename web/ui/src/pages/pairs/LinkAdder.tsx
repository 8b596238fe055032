import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { documents } from '../../api/documents'
import type { PairLink } from '../../api/model'
import { pairs } from '../../api/pairs'
import { linkWords, stateOf } from '../../show/pairWords'

const types = Object.entries(linkWords).map(([value, label]) => ({ value, label }))

/** Finds what to link to: another pair, or a document. Choosing adds it. */
export function LinkAdder({ self, onAdd }: { self?: number; onAdd: (link: PairLink) => void }) {
  const [type, setType] = useState('related')
  const [to, setTo] = useState<'pair' | 'document'>('pair')
  const [wanted, setWanted] = useState('')
  const q = useDeferredValue(wanted.trim())
  const found = useQuery({
    queryKey: ['link-targets', to, q],
    queryFn: () => (to === 'pair' ? somePairs(q) : someDocuments(q)),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const options = (q === '' ? [] : (found.data ?? [])).filter((o) => to !== 'pair' || o.value !== self)

  function add(id: number, title: string) {
    onAdd({ type, title, ...(to === 'pair' ? { pair_id: id } : { document_id: id }) })
    setWanted('')
  }

  return (
    <div className="row link-adder">
      <Select value={type} options={types} aria-label="关联种类" style={{ width: 84, flex: 'none' }} onChange={setType} />
      <Segmented value={to} aria-label="关联到" options={[{ value: 'pair', label: '问答对' }, { value: 'document', label: '文件' }]} onChange={setTo} />
      <Select
        value={null}
        showSearch={{ filterOption: false, searchValue: wanted, onSearch: setWanted }}
        placeholder={to === 'pair' ? '输入问题中的文字查找' : '输入标题或发文字号查找'}
        aria-label="查找关联对象"
        notFoundContent={q === '' ? '请输入要查找的文字' : found.isFetching ? '正在查找…' : '没有找到'}
        style={{ flex: 1, minWidth: 0 }}
        popupMatchSelectWidth={420}
        options={options}
        onSelect={(id: unknown, option) => add(Number(id), option.label)}
      />
    </div>
  )
}

async function somePairs(q: string) {
  const list = await pairs.list({ q, limit: 12, offset: 0 })
  return (list.items ?? []).map((p) => ({ value: p.id, label: `${p.question}（${stateOf(p)}）` }))
}

async function someDocuments(q: string) {
  const list = await documents.list({ q, limit: 12, offset: 0 })
  return (list.items ?? []).map((d) => ({ value: d.id, label: d.title }))
}

import { SearchOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Segmented, Select, type InputRef } from 'antd'
import { useCallback, useRef, useState } from 'react'
import type { SearchQuery } from '../../api/search'
import { AsOfPicker } from '../../show/AsOfPicker'
import { useKey } from '../../shell/useShortcuts'

export type Asked = SearchQuery

const legs = [
  { value: '', label: '综合' },
  { value: 'lexical', label: '关键词' },
  { value: 'dense', label: '语义' },
]

/** What to search and how. Changing an option searches again at once. */
export function SearchForm({ asked, busy, onSearch }: { asked: Asked; busy: boolean; onSearch: (asked: Asked) => void }) {
  const [text, setText] = useState(asked.q)
  const field = useRef<InputRef>(null)
  useKey('/', useCallback(() => field.current?.focus(), []))
  const go = (change: Partial<Asked> = {}) => {
    const q = text.trim()
    if (q !== '') onSearch({ ...asked, q, ...change })
  }
  return (
    <div className="panel pad search-form">
      <div className="row">
        <Input
          ref={field}
          size="large"
          autoFocus
          allowClear
          value={text}
          maxLength={500}
          prefix={<SearchOutlined aria-hidden />}
          placeholder="关键词、问题、发文字号（云编〔2025〕17号）或《文件名》第几条"
          aria-label="检索词"
          onChange={(e) => setText(e.target.value)}
          onPressEnter={(e) => !e.nativeEvent.isComposing && go()}
        />
        <Button type="primary" size="large" loading={busy} onClick={() => go()}>
          检索
        </Button>
      </div>
      <div className="filters">
        <Segmented value={asked.leg ?? ''} options={legs} aria-label="检索方式" onChange={(leg) => go({ leg: leg || undefined })} />
        <AsOfPicker value={asked.as_of} onChange={(as_of) => go({ as_of })} />
        <Select
          value={asked.k}
          aria-label="条数"
          style={{ width: 104 }}
          options={[10, 20, 50].map((k) => ({ value: k, label: `列出${k}条` }))}
          onChange={(k) => go({ k })}
        />
        <Checkbox checked={asked.any_validity} onChange={(e) => go({ any_validity: e.target.checked })}>
          含已失效、未生效和征求意见稿
        </Checkbox>
        <Checkbox checked={asked.explain} onChange={(e) => go({ explain: e.target.checked })}>
          说明得分
        </Checkbox>
      </div>
    </div>
  )
}

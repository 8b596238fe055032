import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { groupWords } from './actions'

export interface Filter {
  action?: string
  actor?: string
  object?: string
  from?: string
  to?: string
  [other: string]: string | undefined
}

/** What of the trail to show. */
export function AuditFilters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const set = (change: Filter) => onChange({ ...filter, ...change })
  const day = (d: string | undefined) => (d ? dayjs(d) : null)
  return (
    <div className="panel pad filters">
      <Select
        value={filter.action}
        allowClear
        placeholder="操作类别"
        aria-label="操作类别"
        style={{ width: 150 }}
        options={Object.entries(groupWords).map(([value, label]) => ({ value, label }))}
        onChange={(action) => set({ action })}
      />
      <Input.Search
        defaultValue={filter.actor}
        allowClear
        placeholder="操作人账号"
        aria-label="操作人账号"
        style={{ width: 190 }}
        onSearch={(actor) => set({ actor: actor.trim() })}
      />
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        value={[day(filter.from), day(filter.to)]}
        format="YYYY年M月D日"
        placeholder={['起始日期', '截止日期']}
        style={{ width: 290 }}
        onChange={(range) => set({ from: range?.[0]?.format('YYYY-MM-DD'), to: range?.[1]?.format('YYYY-MM-DD') })}
      />
      {(filter.action || filter.actor || filter.from || filter.to) && (
        <Button type="link" onClick={() => onChange({})}>
          清除条件
        </Button>
      )}
    </div>
  )
}

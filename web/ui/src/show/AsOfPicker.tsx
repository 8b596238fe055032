import { DatePicker } from 'antd'
import dayjs from 'dayjs'

/** The day for which something is asked; empty means today. */
export function AsOfPicker({ value, onChange }: { value: string | undefined; onChange: (day: string | undefined) => void }) {
  return (
    <DatePicker
      className={value ? 'asof set' : 'asof'}
      value={value ? dayjs(value) : null}
      format="YYYY年M月D日"
      placeholder="适用时点：今天"
      aria-label="适用时点"
      allowClear
      style={{ width: 168 }}
      presets={[
        { label: '今天', value: dayjs() },
        { label: '一年前', value: dayjs().subtract(1, 'year') },
        { label: '三年前', value: dayjs().subtract(3, 'year') },
      ]}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  )
}

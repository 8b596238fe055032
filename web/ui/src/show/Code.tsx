import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { copyText } from './copy'

/** A command to copy, with what it is for. */
export function Code({ title, text }: { title: string; text: string }) {
  const { message } = App.useApp()
  async function copy() {
    if (await copyText(text)) message.success('已复制')
    else message.error('浏览器不允许复制，请手工选择文字复制')
  }
  return (
    <figure className="code">
      <figcaption>
        <span className="grow">{title}</span>
        <Button size="small" type="text" icon={<CopyOutlined />} aria-label={`复制：${title}`} onClick={() => void copy()}>
          复制
        </Button>
      </figcaption>
      <pre tabIndex={0}>{text}</pre>
    </figure>
  )
}

/** A digest: its beginning to look at, the whole to copy. */
export function Digest({ value, name }: { value: string | undefined; name: string }) {
  const { message } = App.useApp()
  if (!value) return <span className="muted">—</span>
  return (
    <button type="button" className="digest" title={`${name}：${value}（点击复制）`} onClick={() => void copyText(value).then((ok) => ok && message.success(`已复制${name}`))}>
      {value.slice(0, 12)}…
    </button>
  )
}

import { DeleteOutlined, FolderOpenOutlined, InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { bytes } from '../../show/format'
import { filesOf } from './dropped'

/** Collects files by drag, by dialog or by folder. */
export function FilePicker({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
  const [over, setOver] = useState(false)
  const single = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const add = (more: File[]) => {
    const all = [...files, ...more.filter((f) => f.size > 0)]
    onChange([...new Map(all.map((f) => [`${f.webkitRelativePath}${f.name}${f.size}`, f])).values()])
  }

  function drop(e: DragEvent) {
    e.preventDefault()
    setOver(false)
    void filesOf(e.dataTransfer).then(add)
  }

  return (
    <>
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(e) => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined className="drop-mark" aria-hidden />
        <p>将文件或文件夹拖到这里，也可以</p>
        <div className="row">
          <Button onClick={() => single.current?.click()}>选择文件</Button>
          <Button icon={<FolderOpenOutlined />} onClick={() => folder.current?.click()}>
            选择文件夹
          </Button>
        </div>
        <p className="muted small">支持 PDF（文字版）、OFD、Word（docx）、Excel（xlsx）、CSV、PPT（pptx）、网页、Markdown 和纯文本；原件原样保存</p>
        <Hidden label="选择文件" input={single} onPick={add} />
        <Hidden label="选择文件夹" input={folder} onPick={add} directory />
      </div>
      {files.length > 0 && <Picked files={files} onChange={onChange} />}
    </>
  )
}

interface HiddenProps {
  label: string
  input: React.RefObject<HTMLInputElement | null>
  onPick: (files: File[]) => void
  directory?: boolean
}

function Hidden({ label, input, onPick, directory }: HiddenProps) {
  return (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      aria-label={label}
      {...(directory ? { webkitdirectory: '' } : {})}
      onChange={(e) => {
        onPick(Array.from(e.target.files ?? []))
        e.target.value = ''
      }}
    />
  )
}

function Picked({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
  const size = files.reduce((sum, f) => sum + f.size, 0)
  return (
    <div className="picked">
      <div className="row between small muted">
        <span>
          已选 {files.length} 个文件，共 {bytes(size)}
        </span>
        <Button size="small" type="link" onClick={() => onChange([])}>
          全部移除
        </Button>
      </div>
      <ul>
        {files.map((f) => (
          <li key={f.webkitRelativePath + f.name + f.size}>
            <span className="grow clip" title={f.webkitRelativePath || f.name}>
              {f.webkitRelativePath || f.name}
            </span>
            <span className="muted small num">{bytes(f.size)}</span>
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`移除${f.name}`}
              onClick={() => onChange(files.filter((other) => other !== f))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

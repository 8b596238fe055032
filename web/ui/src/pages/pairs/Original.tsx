import { DownOutlined, PlusOutlined, ReadOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import { documents, versions } from '../../api/documents'
import type { Basis, Version } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { DocumentText, type Range } from '../../show/DocumentText'
import { chineseDate, circled, interval, placeOf, quoted } from '../../show/format'
import { locate } from '../../show/locate'
import { markedIn } from '../../show/passage'
import { Await, Empty } from '../../show/States'
import { statusWords, wordOf } from '../../show/words'
import { shownVersion } from '../documents/shownVersion'
import { DocumentPicker } from './DocumentPicker'
import { basisOf } from './marked'

interface Props {
  items: Basis[]
  at: number
  onAt: (index: number) => void
  /** given: passages can be marked */
  onMark?: (basis: Basis) => void
  /** other documents can be chosen to mark in */
  others?: boolean
  /** the document to begin with where there is no basis yet */
  start?: { document: number; version?: number; lit?: Range }
}

/** The original beside a pair: the basis lit, and where the pair is being written, a pen to mark another. */
export function Original({ items, at, onAt, onMark, others, start }: Props) {
  const [other, setOther] = useState<{ document: number; version?: number } | undefined>(items.length === 0 ? start : undefined)
  const basis = items[at]
  const choose = (index: number) => {
    setOther(undefined)
    onAt(index)
  }
  const shownBasis = other ? undefined : basis
  return (
    <aside className="original" aria-label="依据原文">
      <header className="original-head">
        <Steps items={items} at={other ? -1 : at} onAt={choose} />
        {others && <Choice value={other} onChange={setOther} />}
        {shownBasis && <Heading basis={shownBasis} />}
      </header>
      {shownBasis ? (
        <Text key={shownBasis.version_id} version={shownBasis.version_id} quote={shownBasis} onMark={onMark} />
      ) : other?.version ? (
        <Text key={other.version} version={other.version} lit={start?.version === other.version ? start.lit : undefined} onMark={onMark} />
      ) : (
        <Empty title={others ? '请选择文件' : '没有依据'}>{others ? '选定一份文件后，用鼠标在原文中选定文字，即可设为依据。' : '这一条还没有依据。'}</Empty>
      )}
    </aside>
  )
}

function Steps({ items, at, onAt }: { items: Basis[]; at: number; onAt: (index: number) => void }) {
  return (
    <div className="row between original-steps">
      <span className="row">
        <b className="muted small">依据原文</b>
        {items.length > 1 && (
          <span className="strip" role="group" aria-label="切换依据">
            {items.map((b, i) => (
              <button key={`${b.version_id}-${b.start}`} type="button" className={i === at ? 'cite on' : 'cite'} title={`${b.title}${b.label}`} onClick={() => onAt(i)}>
                {circled(i + 1)}
              </button>
            ))}
          </span>
        )}
      </span>
      {items.length > 0 && (
        <span className="row">
          <Button size="small" type="text" icon={<UpOutlined />} disabled={at <= 0} aria-label="上一条依据" title="上一条依据（K）" onClick={() => onAt(at - 1)} />
          <span className="small num muted">
            {at < 0 ? '—' : at + 1}/{items.length}
          </span>
          <Button size="small" type="text" icon={<DownOutlined />} disabled={at >= items.length - 1} aria-label="下一条依据" title="下一条依据（J）" onClick={() => onAt(at + 1)} />
        </span>
      )}
    </div>
  )
}

function Heading({ basis: b }: { basis: Basis }) {
  return (
    <>
      <h2>{quoted(b.title)}</h2>
      <div className="row wrap small">
        <StatusBadge status={b.status} />
        {b.doc_no && <span>{b.doc_no}</span>}
        <span className="muted">{interval(b.effective_from, b.effective_to)}</span>
      </div>
      <div className="row between small">
        <b>{placeOf(b.label)}</b>
        <Link className="row nowrap" target="_blank" to={`/documents/${b.document_id}?version=${b.version_id}&start=${b.start}&end=${b.end}`}>
          <ReadOutlined aria-hidden /> 在阅读器中打开
        </Link>
      </div>
    </>
  )
}

/** Another document to take a basis from, and which version of it. */
function Choice({ value, onChange }: { value?: { document: number; version?: number }; onChange: (next: { document: number; version?: number } | undefined) => void }) {
  const query = useQuery({ queryKey: ['document', value?.document, undefined], queryFn: () => documents.byID(value?.document ?? 0), enabled: value !== undefined })
  const all = query.data?.versions ?? []
  const version = value?.version ?? (query.data && shownVersion(query.data)?.id)
  useEffect(() => {
    if (value && value.version === undefined && version !== undefined) onChange({ ...value, version })
  }, [value, version, onChange])
  return (
    <div className="row">
      <DocumentPicker value={value?.document} placeholder="从另一份文件中选取依据" onChange={(document) => onChange(document === undefined ? undefined : { document })} />
      {value && all.length > 1 && (
        <Select
          value={version}
          aria-label="版本"
          style={{ width: 236, flex: 'none' }}
          options={all.map((v) => ({ value: v.id, label: `${wordOf(statusWords, v.status)}　${chineseDate(v.effective_from)}起` }))}
          onChange={(id) => onChange({ ...value, version: id })}
        />
      )}
    </div>
  )
}

interface TextProps {
  version: number
  quote?: Basis
  lit?: Range
  onMark?: (basis: Basis) => void
}

function Text({ version, quote, lit, onMark }: TextProps) {
  const query = useQuery({ queryKey: ['version', version, undefined], queryFn: () => versions.byID(version), staleTime: 10 * 60_000 })
  return <Await query={query} what="正在打开原文">{(v) => <Body version={v} quote={quote} lit={lit} onMark={onMark} />}</Await>
}

function Body({ version, quote, lit, onMark }: Omit<TextProps, 'version'> & { version: Version }) {
  const found = useMemo(() => (quote ? locate(version.text, quote) : lit), [version.text, quote, lit])
  const { root, mark, clear } = useMark(version.text, onMark !== undefined, quote ? undefined : lit)
  const client = useQueryClient()

  async function take() {
    if (!mark || !onMark) return
    const chunks = await client
      .fetchQuery({ queryKey: ['chunks', version.id], queryFn: () => versions.chunks(version.id), staleTime: 10 * 60_000 })
      .catch(() => [])
    onMark(basisOf(version, chunks ?? [], mark))
    clear()
  }

  return (
    <>
      {quote && !found && <Alert banner type="error" title="原文中没有找到这段依据，文件可能已重新处理。请退回，或重新选定依据。" />}
      <div className="original-body" tabIndex={0} ref={root}>
        <DocumentText text={version.text} lit={found} />
      </div>
      {mark && (
        <div className="original-pen" role="status">
          <span className="grow clip">已选定 {mark.end - mark.start} 字</span>
          <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => void take()}>
            设为依据
          </Button>
          <Button size="small" type="text" onClick={clear}>
            取消
          </Button>
        </div>
      )}
    </>
  )
}

/** Follows what is selected inside of root while marking is on; at first what the reader came with. */
function useMark(text: string, on: boolean, first: Range | undefined) {
  const root = useRef<HTMLDivElement>(null)
  const [mark, setMark] = useState<Range | undefined>(first)
  useEffect(() => {
    if (!on) return undefined
    const look = () => {
      const selection = window.getSelection()
      // a click on the button must not lose the mark: only a selection in the text changes it
      if (!root.current || !selection?.anchorNode || !root.current.contains(selection.anchorNode)) return
      setMark(markedIn(root.current, text, selection))
    }
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [text, on])
  const clear = () => {
    window.getSelection()?.removeAllRanges()
    setMark(undefined)
  }
  return { root, mark: on ? mark : undefined, clear }
}

import { FileTextOutlined, InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Radio } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { evalSets } from '../../api/evaluation'
import { messageOf } from '../../api/fault'
import type { EvalSet } from '../../api/loop'
import { bytes } from '../../show/format'
import '../documents/documents.css'
import { look, type Looked } from './jsonl'
import { setsKey } from './keys'

type From = 'file' | 'pairs' | 'sample'

interface Given {
  from: From
  name: string
}

interface Picked {
  file: File
  looked: Looked
}

interface Props {
  open: boolean
  known: EvalSet[]
  onClose: () => void
  onMade: (set: EvalSet) => void
}

const usual: Record<From, string> = { file: '', pairs: '已审定问答对', sample: '示例题' }

/** A new set: from a file, from the approved pairs, or the questions that ship with bianku. */
export function NewSetDialog({ open, known, onClose, onMade }: Props) {
  const [form] = Form.useForm<Given>()
  const [picked, setPicked] = useState<Picked>()
  const client = useQueryClient()
  const from = Form.useWatch('from', form) ?? 'file'
  const make = useMutation({
    mutationFn: ({ from, name }: Given) => (from === 'file' ? evalSets.upload(name, picked!.file) : evalSets.make(name ?? '', from)),
    onSuccess: async (set) => {
      await client.invalidateQueries({ queryKey: setsKey })
      onMade(set)
    },
  })
  async function pick(file: File) {
    make.reset()
    setPicked({ file, looked: look(await file.text()) })
    if (!form.getFieldValue('name')) form.setFieldValue('name', file.name.replace(/\.[^.]+$/, ''))
  }
  const ready = from !== 'file' || (picked !== undefined && picked.looked.faults.length === 0 && picked.looked.questions > 0)
  const close = () => {
    setPicked(undefined)
    make.reset()
    onClose()
  }
  return (
    <Modal
      title="新建问题集"
      open={open}
      okText={from === 'file' ? '导入' : '生成'}
      width={560}
      destroyOnHidden
      okButtonProps={{ disabled: !ready }}
      confirmLoading={make.isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        requiredMark={false}
        initialValues={{ from: 'file', name: '' }}
        onFinish={make.mutate}
        onValuesChange={(changed: Partial<Given>) => changed.from && form.setFieldValue('name', usual[changed.from])}
      >
        <Form.Item name="from" label="题目来源">
          <Radio.Group
            options={[
              { value: 'file', label: '导入 JSONL 文件' },
              { value: 'pairs', label: '由已审定问答对生成' },
              { value: 'sample', label: '示例题' },
            ]}
          />
        </Form.Item>
        {from === 'file' && <Drop picked={picked} onPick={(f) => void pick(f)} />}
        {from !== 'sample' && (
          <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]} extra={<Same form={form} known={known} />}>
            <Input maxLength={60} />
          </Form.Item>
        )}
        {from === 'sample' && <p className="muted">随系统附带的示例题，对应示例资料；题目有更新时存为新的一版。</p>}
        {make.error != null && <Alert type="error" showIcon title={messageOf(make.error)} />}
      </Form>
    </Modal>
  )
}

/** Says what happens with a name that is taken. */
function Same({ form, known }: { form: ReturnType<typeof Form.useForm<Given>>[0]; known: EvalSet[] }) {
  const name = Form.useWatch('name', form)
  const same = known.filter((s) => s.name === name?.trim())
  if (same.length === 0) return null
  return <>已有同名问题集：题目不同则存为新的一版，题目相同则仍用原来的一版。</>
}

function Drop({ picked, onPick }: { picked: Picked | undefined; onPick: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  function drop(e: DragEvent) {
    e.preventDefault()
    setOver(false)
    const file = e.dataTransfer.files[0]
    if (file) onPick(file)
  }
  return (
    <>
      <div
        className={over ? 'drop over' : 'drop'}
        style={{ marginBottom: 16 }}
        onDragOver={(e) => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined className="drop-mark" aria-hidden />
        <p>将 JSONL 文件拖到这里，也可以</p>
        <Button onClick={() => input.current?.click()}>选择文件</Button>
        <p className="muted small">
          每行一题：{'{"id":"q1","question":"…","answerable":true,"answer":"…","must":["36名"],"gold":[{"file":"…","address":"第六条"}]}'}
        </p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".jsonl,.ndjson,.json,.txt"
          aria-label="选择题目文件"
          onChange={(e) => {
            const file = e.target.files?.[0]
            if (file) onPick(file)
            e.target.value = ''
          }}
        />
      </div>
      {picked && <Checked picked={picked} />}
    </>
  )
}

function Checked({ picked: { file, looked } }: { picked: Picked }) {
  return (
    <div className="set-checked" aria-live="polite">
      <p className="small">
        <FileTextOutlined aria-hidden /> {file.name}　<span className="muted num">{bytes(file.size)}</span>　
        {looked.faults.length === 0 ? `共 ${looked.questions} 题` : <b className="trouble">{looked.faults.length} 行有误，改正后再导入</b>}
      </p>
      {looked.faults.length > 0 && (
        <ul>
          {looked.faults.slice(0, 100).map((f) => (
            <li key={f.line}>
              <span className="num">第 {f.line} 行</span>
              {f.problem}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

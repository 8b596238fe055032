import { FileTextOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useRef, useState } from 'react'
import { messageOf } from '../../api/fault'
import type { WordClass } from '../../api/model'
import { words } from '../../api/words'
import { bytes } from '../../show/format'
import { actionWords } from './actions'

interface Given {
  list: string
  class: string
  action: string
}

/** Takes in a word list, one word a line. */
export function ImportDialog({ classes, onClose }: { classes: WordClass[]; onClose: () => void }) {
  const [form] = Form.useForm<Given>()
  const [file, setFile] = useState<File>()
  const input = useRef<HTMLInputElement>(null)
  const client = useQueryClient()
  const { message } = App.useApp()
  const load = useMutation({
    mutationFn: (given: Given) => words.import({ ...given, file: file as File }),
    onSuccess: ({ added }) => {
      void client.invalidateQueries({ queryKey: ['words'] })
      void message.success(`已导入，新增 ${added} 词`)
      onClose()
    },
  })
  return (
    <Modal
      open
      title="导入词表"
      okText="导入"
      okButtonProps={{ disabled: !file }}
      confirmLoading={load.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ action: 'block' }} onFinish={load.mutate}>
        <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>文本文件，每行一词。同名词表再次导入时并入原词表。</p>
        <Form.Item name="list" label="词表名称" rules={[{ required: true, whitespace: true, message: '请填写词表名称' }]}>
          <Input maxLength={60} placeholder="例如：市委网信办2026年第3批" />
        </Form.Item>
        <Form.Item name="class" label="类别" rules={[{ required: true, message: '请选择类别' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={classes.map((c) => ({ value: c.code, label: `${c.code}　${c.name}` }))}
          />
        </Form.Item>
        <Form.Item name="action" label="命中后的处理">
          <Select options={Object.entries(actionWords).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <div className="row" style={{ marginBottom: 16 }}>
          <Button icon={<FileTextOutlined />} onClick={() => input.current?.click()}>
            选择文件
          </Button>
          <span className="muted">{file ? `${file.name}（${bytes(file.size)}）` : '尚未选择文件'}</span>
          <input ref={input} type="file" hidden accept=".txt,.csv,text/plain" aria-label="词表文件" onChange={(e) => setFile(e.target.files?.[0])} />
        </div>
        {load.error && <Alert type="error" showIcon title={messageOf(load.error)} />}
      </Form>
    </Modal>
  )
}

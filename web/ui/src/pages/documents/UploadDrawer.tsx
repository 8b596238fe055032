import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Drawer, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { documents, type NewUpload } from '../../api/documents'
import { messageOf } from '../../api/fault'
import type { Upload } from '../../api/model'
import { clearanceWords, sourceWords } from '../../show/words'
import { BatchProgress } from '../jobs/BatchProgress'
import { FilePicker } from './FilePicker'
import { today } from '../../show/format'

const options = (words: Record<number, string>) => Object.entries(words).map(([code, label]) => ({ value: Number(code), label }))

/** Uploads files and folders, then follows them through their stages. */
export function UploadDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const [files, setFiles] = useState<File[]>([])
  const upload = useMutation({
    mutationFn: (given: Omit<NewUpload, 'files'>) => documents.upload({ ...given, files }),
    onSuccess: () => {
      setFiles([])
      void client.invalidateQueries({ queryKey: ['batches'] })
    },
  })
  const close = () => {
    void client.invalidateQueries({ queryKey: ['documents'] })
    upload.reset()
    setFiles([])
    onClose()
  }
  return (
    <Drawer title="上传文件" open={open} onClose={close} size={640} destroyOnHidden mask={{ closable: false }}>
      <Alert
        type="error"
        showIcon
        title="严禁上传涉密文件"
        description="本系统为非涉密系统。标有密级的文件、工作秘密和内部敏感材料不得上传；发现密级标志的文件会被隔离，并记入审计。"
        style={{ marginBottom: 16 }}
      />
      {upload.data ? (
        <Sent sent={upload.data} onMore={upload.reset} onClose={close} />
      ) : (
        <UploadForm files={files} onFiles={setFiles} busy={upload.isPending} error={upload.error} onSend={upload.mutate} />
      )}
    </Drawer>
  )
}

function Sent({ sent, onMore, onClose }: { sent: Upload; onMore: () => void; onClose: () => void }) {
  const refused = sent.files.filter((f) => f.error)
  return (
    <>
      {refused.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${refused.length} 个文件没有收下`}
          description={refused.map((f) => (
            <p key={f.filename}>
              {f.filename}：{f.error}
            </p>
          ))}
          style={{ marginBottom: 16 }}
        />
      )}
      <BatchProgress id={sent.batch.id} />
      <div className="row" style={{ marginTop: 16 }}>
        <Button onClick={onMore}>继续上传</Button>
        <Button type="primary" onClick={onClose}>
          完成
        </Button>
        <span className="muted small">关闭本页不影响处理，进度可在“任务”中查看。</span>
      </div>
    </>
  )
}

interface FormProps {
  files: File[]
  onFiles: (files: File[]) => void
  busy: boolean
  error: unknown
  onSend: (given: Omit<NewUpload, 'files'>) => void
}

function UploadForm({ files, onFiles, busy, error, onSend }: FormProps) {
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={{ clearance: 2, source_class: 2, label: `${today()} 上传` }}
      onFinish={onSend}
    >
      <FilePicker files={files} onChange={onFiles} />
      <div className="upload-fields">
        <Form.Item name="clearance" label="密级（谁可以查阅）" rules={[{ required: true }]}>
          <Select options={options(clearanceWords)} />
        </Form.Item>
        <Form.Item name="source_class" label="来源类别" rules={[{ required: true }]}>
          <Select options={options(sourceWords)} />
        </Form.Item>
      </div>
      <Form.Item name="label" label="批次名称" rules={[{ required: true, whitespace: true, message: '请填写批次名称，便于以后查找' }]}>
        <Input maxLength={60} />
      </Form.Item>
      {error != null && <Alert type="error" showIcon title={messageOf(error)} style={{ marginBottom: 16 }} />}
      <Button type="primary" htmlType="submit" loading={busy} disabled={files.length === 0}>
        {files.length === 0 ? '请先选择文件' : `上传 ${files.length} 个文件`}
      </Button>
    </Form>
  )
}

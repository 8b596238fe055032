import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal, Select } from 'antd'
import { useNavigate } from 'react-router'
import { runs } from '../../api/evaluation'
import { messageOf } from '../../api/fault'
import type { EvalSet, NewRun } from '../../api/loop'
import { splitWords } from '../../show/failureWords'
import { legWords } from '../../show/words'
import { runsKey } from './keys'
import { setTitle } from './figures'
import '../documents/documents.css'

/** Starts a run over a set. */
export function StartDialog({ open, set, onClose }: { open: boolean; set: EvalSet; onClose: () => void }) {
  const [form] = Form.useForm<Omit<NewRun, 'set_id'>>()
  const client = useQueryClient()
  const navigate = useNavigate()
  const start = useMutation({
    mutationFn: (given: Omit<NewRun, 'set_id'>) => runs.start({ set_id: set.id, ...cleaned(given) }),
    onSuccess: (run) => {
      void client.invalidateQueries({ queryKey: runsKey })
      onClose()
      void navigate(`/eval/runs/${run.id}`)
    },
  })
  const splits = Object.entries(set.splits ?? {}).filter(([name]) => name !== '')
  return (
    <Modal
      title={`开始评测：${setTitle(set.name, set.version)}`}
      open={open}
      okText="开始"
      width={480}
      destroyOnHidden
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      afterClose={start.reset}
    >
      <Form form={form} layout="vertical" preserve={false} onFinish={start.mutate}>
        <Form.Item name="label" label="名称（可不填）" extra="写明这次评测之前改了什么，便于以后比较。">
          <Input maxLength={60} placeholder="例如：更正数据局编制数之后" />
        </Form.Item>
        <div className="upload-fields">
          <Form.Item name="split" label="题目范围">
            <Select
              allowClear
              placeholder={`全部 ${set.size} 题`}
              options={splits.map(([value, n]) => ({ value, label: `${splitWords[value] ?? value}（${n} 题）` }))}
              disabled={splits.length === 0}
            />
          </Form.Item>
          <Form.Item name="leg" label="检索方式">
            <Select allowClear placeholder="综合" options={Object.entries(legWords).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        </div>
        <p className="muted small">评测在后台逐题进行，可以离开本页；中断后从断处继续。</p>
        {start.error != null && <Alert type="error" showIcon title={messageOf(start.error)} style={{ marginTop: 12 }} />}
      </Form>
    </Modal>
  )
}

// What is not chosen is not sent.
function cleaned<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined && v !== '')) as T
}

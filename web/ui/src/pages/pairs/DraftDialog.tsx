import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Modal, Radio } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import { pairs } from '../../api/pairs'
import { useSystem } from '../../shell/SystemBanner'
import { DocumentPicker } from './DocumentPicker'

/** Has drafts written from the structure of the texts, with a model too where there is one. */
export function DraftDialog({ document, onClose }: { document?: number; onClose: () => void }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const model = useSystem().data?.chat_model
  const [scope, setScope] = useState<'all' | 'one'>(document ? 'one' : 'all')
  const [chosen, setChosen] = useState(document)
  const [useModel, setUseModel] = useState(false)
  const start = useMutation({
    mutationFn: () => pairs.draft(scope === 'one' && chosen ? [chosen] : [], useModel),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['drafting'] })
      void message.success('已开始起草，写成的草稿随即出现在列表中')
      onClose()
    },
  })
  return (
    <Modal
      open
      title="起草问答对"
      okText="开始起草"
      okButtonProps={{ disabled: scope === 'one' && !chosen }}
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => start.mutate()}
      width={560}
    >
      <div className="draft-form">
        <p>按规则从条文中起草：定义、职责、内设机构、编制与职数、程序、审批权限、时间。已起草过的条文不会重复起草；草稿须经两名专家审定。</p>
        <Radio.Group value={scope} onChange={(e) => setScope(e.target.value as 'all' | 'one')} options={[{ value: 'all', label: '全部文件' }, { value: 'one', label: '一份文件' }]} />
        {scope === 'one' && <DocumentPicker value={chosen} onChange={setChosen} />}
        <Checkbox checked={useModel} disabled={!model} onChange={(e) => setUseModel(e.target.checked)}>
          同时用模型起草{model ? `（${model}）` : <span className="muted">（未配置模型）</span>}
        </Checkbox>
        {start.error && <Alert type="error" showIcon title={messageOf(start.error)} />}
      </div>
    </Modal>
  )
}

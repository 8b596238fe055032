import { Modal } from 'antd'
import type { Place } from '../session/access'

const keys: [string[], string][] = [
  [['?'], '显示本说明'],
  [['/'], '光标移到提问框或检索框'],
  [['N'], '新建对话'],
  [['回车'], '发送问题'],
  [['Shift', '回车'], '提问框内换行'],
  [['J'], '右侧原文：下一条依据'],
  [['K'], '右侧原文：上一条依据'],
  [['Esc'], '停止回答，或关闭右侧原文与对话框'],
]

/** The list of shortcuts. */
export function Shortcuts({ open, places, onClose }: { open: boolean; places: Place[]; onClose: () => void }) {
  const jumps: [string[], string][] = places.map((place, i) => [['Alt', String(i + 1)], `打开“${place.label}”`])
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="键盘快捷键" width={480}>
      <table style={{ width: '100%', lineHeight: 2.3 }}>
        <tbody>
          {[...keys, ...jumps].map(([combination, what]) => (
            <tr key={what}>
              <td style={{ width: 150 }}>
                {combination.map((key, i) => (
                  <span key={key}>
                    {i > 0 && ' + '}
                    <kbd className="key">{key}</kbd>
                  </span>
                ))}
              </td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}

import { Modal } from 'antd'
import { chords } from '../pages/review/chords'
import type { Place } from '../session/access'

const everywhere: [string[], string][] = [
  [['?'], '显示本说明'],
  [['/'], '光标移到提问框或检索框'],
]

const chat: [string[], string][] = [
  [['N'], '新建对话'],
  [['回车'], '发送问题'],
  [['Shift', '回车'], '提问框内换行'],
  [['J'], '右侧原文：下一条依据'],
  [['K'], '右侧原文：上一条依据'],
  [['Esc'], '停止回答，或关闭右侧原文与对话框'],
]

/** The list of shortcuts. */
export function Shortcuts({ open, places, onClose }: { open: boolean; places: Place[]; onClose: () => void }) {
  const jumps: [string[], string][] = places.slice(0, 9).map((place, i) => [['Alt', String(i + 1)], `打开“${place.label}”`])
  const reachable = (path: string) => places.some((place) => place.path === path)
  const groups: [string, [string[], string][]][] = [
    ['各页面', [...everywhere, ...jumps]],
    ...(reachable('/') ? [['问答', chat] as [string, [string[], string][]]] : []),
    ...(reachable('/review') ? [['审核工作台', chords.map(([key, what]) => [key.split('+'), what])] as [string, [string[], string][]]] : []),
  ]
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="键盘快捷键" width={groups.length > 1 ? 860 : 480}>
      <div style={{ display: 'grid', gridTemplateColumns: `repeat(${Math.min(groups.length, 3)}, 1fr)`, gap: 28 }}>
        {groups.map(([name, keys]) => (
          <section key={name}>
            <h3 style={{ fontSize: 14, margin: '4px 0' }}>{name}</h3>
            <Keys keys={keys} />
          </section>
        ))}
      </div>
    </Modal>
  )
}

function Keys({ keys }: { keys: [string[], string][] }) {
  return (
    <table style={{ width: '100%', lineHeight: 2.3 }}>
      <tbody>
        {keys.map(([combination, what]) => (
          <tr key={what}>
            <td style={{ width: 104, whiteSpace: 'nowrap', verticalAlign: 'top' }}>
              {combination.map((key, i) => (
                <span key={key}>
                  {i > 0 && ' + '}
                  <kbd className="key">{key}</kbd>
                </span>
              ))}
            </td>
            <td style={{ lineHeight: 1.6, padding: '6px 0' }}>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

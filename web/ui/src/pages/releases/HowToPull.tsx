import { Link } from 'react-router'
import { Code } from '../../show/Code'
import { commandsFor } from './commands'

interface Props {
  version: string
  previous?: string
  /** whoever reads it has keys of their own */
  partner?: boolean
}

/** How a program takes a release. */
export function HowToPull({ version, previous, partner }: Props) {
  return (
    <section className="panel how">
      <h2>程序取用</h2>
      <div className="how-body">
        <p className="muted small">
          先{partner ? <Link to="/keys">新建接口密钥</Link> : '由共建城市账号新建接口密钥'}，存入环境变量 BIANKU_KEY：
          <code>export BIANKU_KEY=密钥</code>。文件支持 ETag 和断点续传，未变化时返回 304。
        </p>
        {commandsFor(window.location.origin, version, previous).map((c) => (
          <Code key={c.title} {...c} />
        ))}
      </div>
    </section>
  )
}

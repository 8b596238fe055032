import { Button } from 'antd'
import { Component, type ReactNode } from 'react'

/** Catches what a page throws while showing, so that the menu stays usable. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <div className="state bad" role="alert">
        <h3>页面出现异常</h3>
        <p>可能是程序刚刚升级，或内容格式有误。请刷新页面；如多次出现，请将操作步骤告知管理员。</p>
        <Button type="primary" onClick={() => window.location.reload()}>
          刷新页面
        </Button>
      </div>
    )
  }
}

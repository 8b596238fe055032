// Headless Chromium that reports what a person would not see: console errors and requests to other hosts.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

export async function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? places.find((p) => existsSync(p))
  if (!executablePath) throw new Error('没有找到 Chromium。请安装 chromium，或用环境变量 CHROMIUM 指明它的位置。')
  return chromium.launch({ executablePath, args })
}

/** watched opens a page whose faults are collected: faults() throws when there are any. */
export async function watched(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, baseURL: url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  page.setDefaultTimeout(Number(process.env.E2E_TIMEOUT ?? 30_000))
  const host = new URL(url).host
  const found = []
  const refusals = ['/api/v1/session']
  page.on('pageerror', (e) => found.push(`脚本异常：${e.message}`))
  page.on('request', (r) => {
    const to = new URL(r.url())
    if (/^(http|ws)s?:$/.test(to.protocol) && to.host !== host) found.push(`访问了其他主机：${r.url()}`)
  })
  page.on('console', (m) => {
    // The browser itself writes down every refused request. Asking who is signed in is refused when nobody is.
    const expected = /40[14]/.test(m.text()) && refusals.some((path) => new URL(m.location().url).pathname === path)
    if (['error', 'warning'].includes(m.type()) && !expected) found.push(`控制台：${m.text()}`)
  })
  const faults = () => {
    const now = found.splice(0)
    if (now.length > 0) throw new Error(now.join('\n'))
  }
  return { page, faults, refused: (path) => refusals.push(path), close: () => context.close() }
}

// The people of the loop, each in a browser context of their own and signed in once; and the same people over the API, to plant what
// people get wrong before the walk begins.
import { watched } from './browser.mjs'
import { signIn } from './walk.mjs'

const sizes = [
  [1366, 768],
  [1920, 1080],
]

/** crewOf returns the crew of a server: page(login), call(login), shot(login, name), faults(), close(). */
export function crewOf(browser, server, shots) {
  const rooms = new Map()
  const sessions = new Map()
  const account = (login) => server.accounts.find((a) => a.login === login)

  async function page(login) {
    if (!rooms.has(login)) {
      const room = await watched(browser, server.url)
      await room.page.addInitScript(() => window.localStorage.setItem('bianku.review.auto', 'no'))
      await signIn(room.page, account(login))
      rooms.set(login, room)
    }
    return rooms.get(login).page
  }

  async function shot(login, name) {
    const at = await page(login)
    for (const [width, height] of sizes) {
      await at.setViewportSize({ width, height })
      await at.waitForTimeout(250) // the end of a motion, for the picture only
      await at.screenshot({ path: `${shots}${name}-${width}.png` })
    }
    await at.setViewportSize({ width: sizes[0][0], height: sizes[0][1] })
  }

  async function call(login) {
    if (!sessions.has(login)) sessions.set(login, await session(server.url, account(login)))
    return sessions.get(login)
  }

  return {
    page, shot, call,
    name: (login) => account(login).name,
    add: (more) => server.accounts.push(more),
    pictures: (to, name) => Promise.all([...rooms].map(([login, room]) => room.page.screenshot({ path: `${to}失败-${name}-${login}.png` }).catch(() => undefined))),
    faults: () => [...rooms.values()].forEach((room) => room.faults()),
    close: () => Promise.all([...rooms.values()].map((room) => room.close())),
  }
}

/** session signs in over HTTP: call(method, path, body) gives the answer or throws what the server says. */
export async function session(url, { login, password }) {
  const open = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login, password }) })
  if (!open.ok) throw new Error(`${login} 不能登录：${await open.text()}`)
  const cookie = open.headers.get('Set-Cookie').split(';')[0]
  return async (method, path, body) => {
    const form = body instanceof FormData
    const headers = { Cookie: cookie, ...(body && !form ? { 'Content-Type': 'application/json' } : {}) }
    const answered = await fetch(`${url}/api/v1${path}`, { method, headers, body: form ? body : body && JSON.stringify(body) })
    const text = await answered.text()
    if (!answered.ok) throw new Error(`${method} ${path}：${answered.status} ${text.slice(0, 300)}`)
    return text ? JSON.parse(text) : undefined
  }
}

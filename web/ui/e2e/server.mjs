// The server under test: bin/bianku demo on a free port with a home of its own, or the one at E2E_URL.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** startServer returns { url, accounts, home, stop }. The first start loads the sample corpus, so it may take minutes. */
export async function startServer() {
  if (process.env.E2E_URL) {
    const file = process.env.E2E_ACCOUNTS ?? join(process.env.BIANKU_HOME ?? join(root, 'var'), 'demo-accounts.json')
    return { url: process.env.E2E_URL.replace(/\/$/, ''), accounts: await accountsIn(file), home: dirname(file), stop: async () => undefined }
  }
  const home = process.env.E2E_HOME ?? (await mkdtemp(join(tmpdir(), 'bianku-e2e-')))
  const port = await freePort()
  const bin = process.env.BIANKU_BIN ?? join(root, 'bin', 'bianku')
  const child = spawn(bin, ['demo', '--home', home, '--listen', `127.0.0.1:${port}`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (d) => (said += d))
  child.stderr.on('data', (d) => (said += d))
  let ended
  const exit = new Promise((done) => child.on('close', done).on('error', done)).then((code) => (ended = code ?? 'killed'))
  const stop = async () => {
    child.kill('SIGTERM')
    await exit
    if (!process.env.E2E_HOME) await rm(home, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  try {
    await ready(url, () => ended !== undefined)
    return { url, accounts: await accountsIn(join(home, 'demo-accounts.json')), home, stop }
  } catch (error) {
    await stop()
    throw new Error(`bianku demo 没有启动：${error.message}\n${said.slice(-3000)}`)
  }
}

async function accountsIn(file) {
  const read = JSON.parse(await readFile(file, 'utf8'))
  return Array.isArray(read) ? read : Object.entries(read).map(([login, more]) => ({ login, ...more }))
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function ready(url, gone) {
  const limit = Date.now() + Number(process.env.E2E_START_SECONDS ?? 900) * 1000
  while (Date.now() < limit) {
    if (gone()) throw new Error('进程已退出')
    const answered = await fetch(`${url}/readyz`).then((r) => r.ok, () => false)
    if (answered) return
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error('等待超时')
}

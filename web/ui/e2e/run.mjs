// npm run e2e: the walk of walk.mjs against a real server in a real browser, with screenshots of every page in shots/.
// Step names given on the command line (any part of them) run only those.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openBrowser, watched } from './browser.mjs'
import { theLoop } from './loop-run.mjs'
import { expertSteps, leadSteps, partnerSteps } from './review.mjs'
import { startServer } from './server.mjs'
import { adminSteps, auditorSteps, signIn, staffSteps } from './walk.mjs'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const sizes = [
  [1366, 768],
  [1920, 1080],
]

const wanted = process.argv.slice(2)
let failed = 0
let limitedID = ''

function shooter(page) {
  return async (name) => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      await page.waitForTimeout(250) // the end of a motion, for the picture only
      await page.screenshot({ path: `${shots}${name}-${width}.png` })
    }
    await page.setViewportSize({ width: sizes[0][0], height: sizes[0][1] })
  }
}

async function walk(browser, url, steps, account, given = {}) {
  const { page, faults, refused, close } = await watched(browser, url)
  if (account) await signIn(page, account)
  for (const [name, step] of Object.entries(steps)) {
    if (wanted.length > 0 && !wanted.some((w) => name.includes(w))) continue
    try {
      await step({ page, refused, shot: shooter(page), limitedID, keepLimited: (id) => (limitedID = id), ...given })
      faults()
      console.log(`✓ ${name}`)
    } catch (error) {
      failed++
      console.log(`✗ ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ')}`)
      await page.screenshot({ path: `${shots}失败-${name.slice(0, 12)}.png` }).catch(() => undefined)
    }
  }
  await close()
}

await mkdir(shots, { recursive: true })
const server = await startServer()
const browser = await openBrowser()
try {
  const holding = (role, without) => server.accounts.find((a) => a.roles.includes(role) && !a.roles.includes(without))
  const staff = holding('staff', 'admin')
  await walk(browser, server.url, adminSteps, holding('admin'))
  await walk(browser, server.url, staffSteps, undefined, { staff })
  await walk(browser, server.url, expertSteps, holding('expert', 'lead'))
  await walk(browser, server.url, leadSteps, holding('lead'))
  await walk(browser, server.url, partnerSteps, holding('partner'))
  if (wanted.length === 0 || wanted.some((w) => '循环'.includes(w))) failed += await theLoop(browser, server, shots)
  await walk(browser, server.url, auditorSteps, holding('auditor'))
} finally {
  await browser.close()
  await server.stop()
}
console.log(failed === 0 ? '全部通过' : `${failed} 步没有通过`)
process.exitCode = failed === 0 ? 0 : 1

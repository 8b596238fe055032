// npm run e2e:loop: five faults followed all the way round in a real browser, with pictures of each in shots/. A number given on the
// command line (二, 三 …) walks only that one.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openBrowser } from './browser.mjs'
import { crewOf } from './crew.mjs'
import { newcomer, wrongNumber } from './faults.mjs'
import { wrongNumberSteps } from './loop.mjs'
import { brokenNumberSteps, missingDocumentSteps, outdatedSteps, withdrawnPairSteps } from './loops.mjs'
import { startServer } from './server.mjs'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))

/** stepsIn walks through one loop; a step that fails ends it, since the next stands on it. Returns how many failed. */
export async function stepsIn(loop, crew, shotsOf) {
  for (const [name, step] of Object.entries(loop)) {
    try {
      await step()
      crew.faults()
      console.log(`✓ ${name}`)
    } catch (error) {
      console.log(`✗ ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 14).join('\n  ')}`)
      await crew.pictures(shotsOf, name.slice(0, 4))
      return 1
    }
  }
  return 0
}

/** theLoop is the one of the standing walk: an approved pair with a wrong number. */
export async function theLoop(browser, server, shotsOf) {
  const crew = crewOf(browser, server, shotsOf)
  try {
    const by = `lurufu${Date.now() % 100_000}`
    await newcomer(crew, server.url, by, '江予安')
    return await stepsIn(wrongNumberSteps(crew, () => wrongNumber(crew, by)), crew, shotsOf)
  } finally {
    await crew.close()
  }
}

const wanted = (number) => process.argv.length < 3 || process.argv.slice(2).includes(number)

async function all() {
  await mkdir(shots, { recursive: true })
  const server = await startServer()
  const browser = await openBrowser()
  let failed = 0
  try {
    if (wanted('一')) failed += await theLoop(browser, server, shots)
    const crew = crewOf(browser, server, shots)
    const others = { 二: brokenNumberSteps(crew, server.home), 三: missingDocumentSteps(crew), 四: outdatedSteps(crew), 五: withdrawnPairSteps(crew) }
    for (const [number, loop] of Object.entries(others)) if (wanted(number)) failed += await stepsIn(loop, crew, shots)
    await crew.close()
  } finally {
    await browser.close()
    await server.stop()
  }
  console.log(failed === 0 ? '五个循环全部走通' : `${failed} 个循环没有走通`)
  process.exitCode = failed === 0 ? 0 : 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await all()

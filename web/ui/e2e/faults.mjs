// Faults that people make: planted through the product itself, except where its checks do not let them through.
import { readFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** approvedPair is the first approved pair, never revised, whose question and answer fit. */
export async function approvedPair(call, question, answer) {
  const { items } = await call('GET', '/pairs?state=approved&limit=500')
  const found = items.reverse().find((p) => p.version === 1 && question.test(p.question) && answer.test(p.answer))
  if (!found) throw new Error(`没有合适的已审定问答对：${question}`)
  return found
}

/** newcomer is one more expert, so that whoever wrote the wrong version is none of those who mend it. */
export async function newcomer(crew, url, login, name) {
  const admin = await crew.call('guanli')
  const [first, password] = [`Yl-${Date.now()}-qz`, `Yl-${Date.now()}-wm`]
  await admin('POST', '/users', { login, name, unit: '云澜市委编办机关编制处', password: first, roles: ['expert'], clearance: 2 })
  crew.add({ login, name, password: first, roles: ['expert'] })
  await (await crew.call(login))('POST', '/session/password', { old: first, new: password })
}

/** wrongNumber: a pair is reviewed again, and a number is taken from the wrong place of the right paragraph: no check sees that. */
export async function wrongNumber(crew, by) {
  const lead = await crew.call('zuzhang')
  const pair = await approvedPair(lead, /科级领导职数是多少名/, /^科级领导职数\d+名/)
  const right = /^科级领导职数(\d+名)/.exec(pair.answer)[1]
  const wrong = /行政编制(\d+名)/.exec(pair.answer)[1]
  await lead('POST', `/pairs/${pair.id}/recheck`, { reason: '例行复核' })
  const held = await pull(await crew.call(by), pair.id)
  const content = { question: held.question, variants: held.variants ?? [], answer: held.answer.replace(right, wrong), type: held.type, basis: held.basis, links: held.links ?? [] }
  await (await crew.call(by))('POST', `/review/${pair.id}/verdict`, { version: held.version, action: 'edit', comment: '核对数字', content })
  for (const login of ['zhuanjia2', 'zuzhang']) {
    const reviewer = await crew.call(login)
    const { version } = await pull(reviewer, pair.id)
    await reviewer('POST', `/review/${pair.id}/verdict`, { version, action: 'accept' })
  }
  return { ...pair, right, wrong }
}

/** pull takes the next item, which must be this one: what a ticket or a lead sends back comes first. */
async function pull(call, id) {
  const { item } = await call('POST', '/review/next')
  if (item?.id !== id) throw new Error(`领到的是 ${item?.id}，应为 ${id}`)
  return item
}

/** brokenNumber: a number of the answer that is nowhere in its basis. The checks refuse it, so it is written past them. */
export async function brokenNumber(home, pair) {
  const right = /^(\d+)名/.exec(pair.answer)[1]
  const wrong = String(Number(right) + 2)
  const sql = `update annotate.pair_version v set answer = replace(answer, '${right}名。根据', '${wrong}名。根据') from annotate.pair p where p.id = v.pair_id and p.approved_version = v.n and p.id = ${pair.id}`
  const socket = (await readFile(join(home, 'pg', 'data', 'postmaster.pid'), 'utf8')).split('\n')[4]
  await run('psql', ['-h', socket, '-U', 'bianku', '-d', 'bianku', '-v', 'ON_ERROR_STOP=1', '-c', sql])
  return { right: `${right}名`, wrong: `${wrong}名` }
}

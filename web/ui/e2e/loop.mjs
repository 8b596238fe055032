// The loop, walked as its people walk it: what is wrong is found, becomes a ticket on the record that caused it, the record is mended and
// reviewed again, the cases pass, the ticket closes, who reported it is told, and the next release carries the correction to the partner.
import assert from 'node:assert/strict'

const toast = (page, text) => page.locator('.ant-message').getByText(text).first().waitFor()
const panel = (page, name) => page.getByRole('region', { name })
const confirm = (page, name) => page.getByRole('dialog').getByRole('button', { name }).click()

/** asks puts a question in a new conversation and returns its answer's card. */
export async function asks(page, question) {
  await page.goto('/')
  await page.locator('.welcome').waitFor()
  await page.getByLabel('问题', { exact: true }).fill(question)
  await page.keyboard.press('Enter')
  const answer = page.locator('.answer:not(.pending)')
  await answer.first().waitFor()
  return answer.first()
}

/** thumbsDown says what is wrong with the answer on the page, and returns the number of the ticket that it became. */
export async function thumbsDown(page, reason, comment) {
  await page.getByRole('button', { name: '有误' }).click()
  await page.getByLabel(reason).check()
  await page.getByLabel('补充说明（可不填）').fill(comment)
  await page.getByRole('button', { name: '提交' }).click()
  await page.locator('.outcome').getByText('已受理，等待指派').waitFor()
  return Number(/工单 (\d+)/.exec(await page.locator('.outcome').innerText())[1])
}

/** runs starts a run over a set from the page of sets, and waits for its end; returns its number. */
export async function runs(page, set, label) {
  await page.goto('/eval')
  await page.locator('.eval-sets li > button').filter({ hasText: set }).first().click()
  await page.getByRole('button', { name: '开始评测' }).first().click()
  await page.getByLabel('名称（可不填）').fill(label)
  await confirm(page, /^开\s*始$/)
  await page.waitForURL('**/eval/runs/*')
  await page.locator('.page-head .badge.done').waitFor({ timeout: 120_000 })
  return Number(/runs\/(\d+)/.exec(page.url())[1])
}

/** ticketOn finds the ticket of a class on the board by what it lies on. */
export async function ticketOn(page, state, object) {
  await page.goto('/tickets')
  const card = panel(page, state).locator('.card').filter({ hasText: object }).first()
  await card.waitFor()
  return Number(/tickets\/(\d+)/.exec(await card.getAttribute('href'))[1])
}

export async function assign(page, id, name) {
  await page.goto(`/tickets/${id}`)
  await panel(page, '办理').getByRole('button', { name: /指\s*派/ }).click()
  await page.getByRole('combobox', { name: '处理人' }).click()
  await page.locator('.ant-select-item').filter({ hasText: name }).first().click()
  await page.getByRole('button', { name: '确定指派' }).click()
  await stands(page, '已指派')
}

export async function start(page, id) {
  await page.goto(`/tickets/${id}`)
  await panel(page, '办理').getByRole('button', { name: '开始修复' }).click()
  await page.getByRole('button', { name: '确定开始修复' }).click()
  await stands(page, '修复中')
}

/** fixed names the version that mends it: the newest, or the one said. */
export async function fixed(page, id, note, version) {
  await page.goto(`/tickets/${id}`)
  await panel(page, '办理').getByRole('button', { name: '填写修复版本' }).click()
  if (version) {
    await page.getByLabel('修复后的版本').click()
    await page.locator('.ant-select-item').filter({ hasText: version }).first().click()
  }
  await page.getByLabel('说明', { exact: true }).fill(note)
  await page.getByRole('button', { name: '确定填写修复版本' }).click()
  await stands(page, '待复审')
}

/** acceptAndRerun is the second look, by somebody else, and the cases asked again. */
export async function acceptAndRerun(page, id) {
  await page.goto(`/tickets/${id}`)
  await panel(page, '办理').getByRole('button', { name: '复审通过' }).click()
  await page.getByRole('button', { name: '确定复审通过' }).click()
  await stands(page, '待复测')
  await panel(page, '办理').getByRole('button', { name: /^复\s*测$/ }).click()
  await stands(page, '已关闭')
}

const stands = (page, state) => page.locator('.track [aria-current=step]').getByText(state).waitFor({ timeout: 60_000 })

/** pulls takes the next item of the queue, which must be the pair in hand of a ticket. */
export async function pulls(page, pair) {
  await page.goto('/review')
  await page.locator('.review-idle h2, .desk').first().waitFor()
  if ((await page.locator('.desk').count()) === 0) await page.keyboard.press('n')
  await page.locator('.desk-head').getByText(`编号 ${pair}`, { exact: true }).waitFor()
}

export async function edits(page, pair, from, to) {
  await pulls(page, pair)
  await page.getByRole('button', { name: /^修改/ }).click()
  const answer = page.getByLabel('答案', { exact: true })
  await answer.fill((await answer.inputValue()).replace(from, to))
}

export async function submits(page) {
  await page.getByLabel('答案', { exact: true }).focus()
  await page.keyboard.press('Control+Enter')
  await toast(page, /修改已存为第\d+版/)
}

export async function accepts(page, pair, said) {
  await pulls(page, pair)
  await page.locator('.original mark').first().waitFor()
  await page.getByRole('button', { name: /^通过/ }).click()
  await toast(page, said)
}

/** releases builds the next release, and returns its version. */
export async function releases(page, note) {
  await page.goto('/releases')
  await page.locator('.release-version').first().waitFor()
  const before = await page.locator('a.release-version').count()
  await page.getByRole('button', { name: '生成新版本' }).click()
  await page.getByLabel('发布说明').fill(note)
  await confirm(page, /^生\s*成$/)
  await page.locator('a.release-version').nth(before).waitFor({ timeout: 120_000 })
  return page.locator('a.release-version').first().innerText()
}

/** The whole way of a wrong number in an approved pair, from the reader who sees it to the partner who gets it right. */
export function wrongNumberSteps(crew, plant) {
  const it = {}
  return {
    '循环：工作人员看到已审定的回答有误，说明原因，成为工单': async () => {
      it.pair = await plant()
      const page = await crew.page('gongzuo')
      const answer = await asks(page, it.pair.question)
      await answer.locator('.badge.vouched').getByText(/已审定 · 第\d+版 · \d+年\d+月\d+日/).waitFor()
      assert.match(await answer.locator('.conclusion').innerText(), new RegExp(`^科级领导职数${it.pair.wrong}`))
      it.ticket = await thumbsDown(page, '结论有误', `应为${it.pair.right}`)
      await crew.shot('gongzuo', '循环-1-反馈')
    },
    '循环：审核组长在看板上看到工单，问题落在问答对上，指派专家': async () => {
      const page = await crew.page('zuzhang')
      assert.equal(await ticketOn(page, '新建', it.pair.question), it.ticket)
      await crew.shot('zuzhang', '循环-2-看板')
      await page.goto(`/tickets/${it.ticket}`)
      await page.locator('.ticket-head .badge.klass').getByText('标注错误').waitFor()
      assert.equal(await page.locator('.ticket-head .object a').getAttribute('href'), `/pairs/${it.pair.id}`)
      await assign(page, it.ticket, crew.name('zhuanjia'))
    },
    '循环：专家开始修复，问答对退回审核，改正后待他人审核': async () => {
      const page = await crew.page('zhuanjia')
      await page.goto('/tickets?mine=1')
      await panel(page, '已指派').locator('.card').first().waitFor()
      await start(page, it.ticket)
      await page.getByRole('button', { name: '填写修复版本' }).click()
      await page.getByText(/还没有新的版本/).or(page.getByRole('button', { name: '确定填写修复版本' })).first().waitFor()
      await edits(page, it.pair.id, `科级领导职数${it.pair.wrong}`, `科级领导职数${it.pair.right}`)
      await crew.shot('zhuanjia', '循环-3-改正')
      await submits(page)
    },
    '循环：另外两人先后审核通过，重新审定': async () => {
      await accepts(await crew.page('zhuanjia2'), it.pair.id, '已通过，进入复审')
      await accepts(await crew.page('zuzhang'), it.pair.id, '已审定，检索和问答随即采用')
    },
    '循环：填写修复版本，修复人以外的人复审，复测通过后自动关闭': async () => {
      await fixed(await crew.page('zhuanjia'), it.ticket, `改为${it.pair.right}，与依据第六条一致`)
      const page = await crew.page('zuzhang')
      await acceptAndRerun(page, it.ticket)
      await page.getByText('复测通过', { exact: true }).first().waitFor()
      await crew.shot('zuzhang', '循环-4-关闭')
    },
    '循环：反馈人看到已改正，再问得到正确的数': async () => {
      const page = await crew.page('gongzuo')
      await page.reload()
      await page.locator('.outcome.done').getByText('已改正并复测通过').waitFor()
      await crew.shot('gongzuo', '循环-5-已改正')
      await page.goto('/feedback')
      await page.locator('.mine .badge.t-closed').first().waitFor()
      await crew.shot('gongzuo', '循环-6-我的反馈')
      const answer = await asks(page, it.pair.question)
      assert.match(await answer.locator('.conclusion').innerText(), new RegExp(`^科级领导职数${it.pair.right}`))
    },
    '循环：下一版发布带上更正，共建城市取得到': async () => {
      const note = `更正：${it.pair.question}`
      const version = await releases(await crew.page('zuzhang'), note)
      const page = await crew.page('huoban')
      await page.goto('/releases')
      const row = page.locator('.ant-table-row').filter({ hasText: version }).first()
      assert.match(await row.innerText(), /修改 [1-9]/)
      await row.getByText(note).waitFor()
      await page.goto(`/releases/${version}`)
      await page.getByRole('tab', { name: '变更记录' }).click()
      await page.locator('.changelog').getByText(it.pair.question).first().waitFor()
      await crew.shot('huoban', '循环-7-共建城市')
    },
  }
}

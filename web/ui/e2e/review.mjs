// The dataset's way: an expert and a lead review, a release is built, a partner city takes it. Each step is named by what must hold.
import assert from 'node:assert/strict'

const toast = (page, text) => page.locator('.ant-message').getByText(text).first().waitFor()
const held = async (page) => (await page.locator('.desk-head').getByText(/^编号/).innerText()).trim()
/** The keys of the desk belong to nobody while a field has them. */
const free = (page) => page.evaluate(() => document.activeElement?.blur())

async function another(page, before) {
  await page.waitForFunction((was) => {
    const now = document.querySelector('.desk-head')?.textContent ?? ''
    return now !== '' && !now.endsWith(was)
  }, before)
}

export const expertSteps = {
  '审核：键盘领取一条，依据在原文中点亮，通过后自动领取下一条': async ({ page, shot }) => {
    await page.goto('/review')
    await page.locator('.review-idle h2, .desk').first().waitFor()
    await shot('审核-队列')
    if ((await page.locator('.desk').count()) === 0) await page.keyboard.press('n')
    await page.locator('.original mark').first().waitFor()
    await page.getByRole('timer').getByText(/^\d\d:\d\d$/).waitFor()
    await shot('审核-工作台')
    const first = await held(page)
    await page.keyboard.press('a')
    await toast(page, '已通过，进入复审')
    await another(page, first)
  },
  '审核：写下的字刷新后还在，提交后成为新版本': async ({ page, shot }) => {
    const id = await held(page)
    await page.keyboard.press('e')
    const field = page.getByLabel('其他问法')
    const text = `${await field.inputValue()}\n请问此事依据哪一条办理？`.trim()
    await field.fill(text)
    await page.reload()
    await page.locator('.desk').waitFor()
    assert.equal(await held(page), id, '刷新后仍是手上的一条')
    assert.equal(await page.getByLabel('其他问法').inputValue(), text)
    await shot('审核-修改')
    await page.getByLabel('其他问法').focus()
    await page.keyboard.press('Control+Enter')
    await toast(page, /修改已存为第\d+版，将由其他人重新初审/)
    await another(page, id)
  },
  '审核：退回必须选原因，数字键即可': async ({ page, shot }) => {
    const id = await held(page)
    await free(page)
    await page.keyboard.press('r')
    await page.getByRole('dialog').getByText('答案有误').waitFor()
    await page.keyboard.press('5')
    await shot('审核-退回')
    await page.keyboard.press('Control+Enter')
    await toast(page, '已退回，起草人可以看到原因')
    await another(page, id)
  },
  '审核：归还后队列如常': async ({ page }) => {
    await free(page)
    await page.keyboard.press('s')
    await toast(page, '已归还队列')
    await page.locator('.review-idle h2').waitFor()
  },
  '问答对：从阅读器的一段新建并送审': async ({ page, shot }) => {
    await page.goto(`/documents?q=${encodeURIComponent('云澜市数据局')}&kind=sanding`)
    await page.getByRole('link', { name: /云澜市数据局职能配置/ }).first().click()
    await page.locator('.reader-side').getByText(/^第六条/).first().click()
    await page.getByRole('link', { name: '以此为依据新建问答对' }).click()
    await page.getByRole('button', { name: '设为依据' }).click()
    await page.getByRole('button', { name: /^依据1：/ }).waitFor()
    await page.getByLabel('问题', { exact: true }).fill(`核对${Date.now()}：云澜市数据局机关行政编制是多少？`)
    await page.getByLabel('答案', { exact: true }).fill('市数据局机关行政编制99名。')
    await page.locator('.finding.error').first().waitFor()
    await shot('问答对-检查')
    await page.getByLabel('答案', { exact: true }).fill('市数据局机关行政编制36名。')
    await page.locator('.finding.error').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '保存并提交审核' }).click()
    await page.locator('.pair-head').getByText('待初审').waitFor()
    await shot('问答对-详情')
  },
  '问答对：本人写的不在本人的队列里': async ({ page }) => {
    await page.goto('/pairs?mine=1')
    await page.locator('.pair-cell').first().waitFor()
    assert.equal(await page.getByRole('button', { name: '起草' }).count(), 0)
  },
}

export const leadSteps = {
  '审核：第二个人复审后审定': async ({ page }) => {
    await page.goto('/review')
    await page.locator('.review-idle h2, .desk').first().waitFor()
    if ((await page.locator('.desk').count()) === 0) await page.keyboard.press('n')
    await page.locator('.desk-head .round').waitFor()
    if ((await page.locator('.desk-head .round').innerText()) === '初审') {
      await page.keyboard.press('s') // in hand from an earlier walk
      await page.locator('.review-idle h2').waitFor()
      await page.keyboard.press('n')
    }
    await page.locator('.desk-head .round').getByText('复审').waitFor()
    await page.locator('.original mark').first().waitFor()
    await page.keyboard.press('a')
    await toast(page, '已审定，检索和问答随即采用')
    await free(page)
    await page.locator('.desk').waitFor()
    await page.keyboard.press('s')
    await page.locator('.review-idle h2').waitFor()
  },
  '问答对：目录、签署历史': async ({ page, shot }) => {
    await page.goto('/pairs?state=approved')
    await page.locator('.pair-cell').first().waitFor()
    await shot('问答对-目录')
    await page.locator('.pair-cell a').first().click()
    await page.locator('.signoff').nth(1).waitFor()
    const people = await page.locator('.history > li').first().locator('.signoff').allInnerTexts()
    assert.match(people[0], /初审通过/)
    assert.match(people[1], /复审通过/)
    await page.locator('.original mark').first().waitFor()
    await shot('问答对-审定')
  },
  '文件关系：列出待确认的，附原文语句': async ({ page, shot }) => {
    await page.goto('/relations')
    await page.locator('.relation-said').first().waitFor()
    await shot('关系')
  },
  '发布：生成新版本，看得到与上一版的差别': async ({ page, shot }) => {
    await page.goto('/releases')
    await page.locator('.release-version').first().waitFor()
    const before = await page.locator('a.release-version').count()
    await page.getByRole('button', { name: '生成新版本' }).click()
    await page.getByLabel('发布说明').fill('端到端检查：新审定的问答对')
    await page.getByRole('dialog').getByRole('button', { name: '生成' }).click()
    await page.locator('a.release-version').nth(before).waitFor({ timeout: 120_000 })
    await shot('发布-列表')
    await page.locator('a.release-version').first().click()
    await page.getByRole('link', { name: '下载增量' }).waitFor()
    await shot('发布-内容')
    await page.getByRole('tab', { name: /^文件/ }).click()
    await page.getByText('data/pairs.jsonl').waitFor()
    await shot('发布-文件')
    await page.getByRole('tab', { name: '变更记录' }).click()
    await page.locator('.changelog h3').first().waitFor()
    await shot('发布-变更')
  },
}

export const partnerSteps = {
  '共建城市：只有语料发布和接口密钥': async ({ page, shot }) => {
    await page.locator('a.release-version').first().waitFor()
    assert.deepEqual(await page.locator('.nav a').allInnerTexts(), ['语料发布', '接口密钥'])
    await shot('共建-发布')
    await page.goto('/pairs')
    await page.waitForURL('**/releases')
  },
  '共建城市：用密钥取文件、断点续传、未变不传、取增量，别的都取不到': async ({ page, shot }) => {
    await page.locator('a.release-version').nth(1).waitFor()
    const versions = await page.locator('a.release-version').allInnerTexts()
    await page.goto('/keys')
    await page.getByLabel('用途').fill('端到端取用')
    await page.getByRole('button', { name: '新建密钥' }).click()
    const secret = await page.locator('.secret').innerText()
    await page.getByRole('button', { name: '关闭' }).or(page.locator('.ant-alert-close-icon')).first().click()
    await shot('共建-密钥')
    const origin = new URL(page.url()).origin
    const take = (path, headers = {}) => fetch(`${origin}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}`, ...headers } })
    const file = `/releases/${versions[0]}/files/data/pairs.jsonl`
    const whole = await take(file)
    assert.equal(whole.status, 200)
    const text = await whole.text()
    assert.equal((await take(file, { 'If-None-Match': whole.headers.get('ETag') })).status, 304)
    const rest = await take(file, { Range: 'bytes=100-' })
    assert.equal(rest.status, 206)
    assert.equal(await rest.text(), Buffer.from(text).subarray(100).toString('utf8'))
    assert.equal((await take(`/releases/${versions[0]}/delta?since=${versions[1]}`)).status, 200)
    for (const closed of ['/documents', '/pairs', '/review', `/releases/${versions[0]}/pulls`]) assert.equal((await take(closed)).status, 403)
  },
  '共建城市：一版的文件、校验命令': async ({ page, shot }) => {
    await page.goto('/releases')
    await page.locator('a.release-version').first().click()
    await page.getByRole('tab', { name: '程序取用' }).click()
    await page.getByText(/bianku release verify/).waitFor()
    await shot('共建-取用')
    assert.equal(await page.getByRole('tab', { name: '取用记录' }).count(), 0)
  },
}

// The walk through the product, in the order a person would take it. Each step is named by what must hold.
import assert from 'node:assert/strict'

const limited = '2026年市级机关行政编制使用情况内部测算说明' // clearance 3 in the sample

export async function signIn(page, account) {
  await page.goto('/login')
  await page.getByLabel('账号').fill(account.login)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  await page.locator('.who').waitFor()
}

async function ask(page, question) {
  const before = await page.locator('.answer:not(.pending)').count()
  await page.getByLabel('问题', { exact: true }).fill(question)
  await page.keyboard.press('Enter')
  await page.locator('.answer:not(.pending)').nth(before).waitFor()
  return page.locator('.answer').last()
}

export const staffSteps = {
  '未登录的人被带到登录页，密码错了说明原因': async ({ page, staff }) => {
    await page.goto('/documents')
    await page.waitForURL('**/login')
    await page.getByLabel('账号').fill(staff.login)
    await page.getByLabel('密码', { exact: true }).fill('not-the-password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('密码', { exact: true }).fill(staff.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/documents')
  },
  '工作人员的菜单里没有管理页面，直接打开也进不去': async ({ page }) => {
    await page.locator('.nav a').first().waitFor()
    const menu = await page.locator('.nav a').allInnerTexts()
    assert.deepEqual(menu, ['问答', '检索', '文档'])
    await page.goto('/users')
    await page.waitForURL((url) => url.pathname === '/')
  },
  '问编制得到数字': async ({ page, shot }) => {
    await page.goto('/')
    await page.locator('.welcome').waitFor()
    await shot('问答-首页')
    const answer = await ask(page, '云澜市数据局机关行政编制多少名？')
    assert.match(await answer.locator('.conclusion').innerText(), /36名/)
    assert.equal(await answer.locator('.grounds .badge').first().innerText(), '现行有效')
    await page.waitForURL('**/chat/*')
    await shot('问答-回答')
  },
  '点①，原文中的引文被点亮': async ({ page, shot }) => {
    await page.locator('.conclusion .cite').first().click()
    const mark = page.locator('.source mark')
    await mark.waitFor()
    assert.match(await mark.innerText(), /行政编制36名/)
    assert.ok(await inView(mark), '引文应在可见范围内')
    await shot('问答-原文')
  },
  '在阅读器中打开，同一句仍被点亮': async ({ page, shot }) => {
    await page.getByText('在阅读器中打开').click()
    await page.locator('.reader mark').waitFor()
    assert.match(await page.locator('.reader mark').innerText(), /行政编制36名/)
    await page.locator('.ant-tree-treenode').nth(5).waitFor() // the outline comes with a request of its own
    await shot('文档-阅读器')
    await page.goBack()
    await page.locator('.answer').first().waitFor()
  },
  '评价：有误须说明原因': async ({ page, shot }) => {
    await page.getByRole('button', { name: /有误/ }).first().click()
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('请选择一个原因').waitFor()
    await page.getByLabel('依据对不上').check()
    await shot('问答-评价')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('已记录，感谢反馈').waitFor()
    await page.reload()
    await page.locator('.answer-foot [aria-pressed=true]').waitFor()
  },
  '按过去的时点回答，依据当时的规定': async ({ page, shot }) => {
    const picker = page.locator('.composer .asof input')
    await picker.fill('2025年1月1日')
    await page.keyboard.press('Enter')
    const answer = await ask(page, '云澜市数据局机关行政编制多少名？')
    assert.match(await answer.locator('.answer-head').innerText(), /2025年1月1日/)
    assert.doesNotMatch(await answer.locator('.conclusion').innerText(), /36名/)
    assert.match(await answer.locator('.grounds').innerText(), /2024/)
    await shot('问答-时点')
  },
  '没有依据的问题不作回答，相近条文不当作答案': async ({ page, shot }) => {
    await page.getByRole('button', { name: '新建对话' }).click()
    await page.locator('.welcome').waitFor()
    const answer = await ask(page, '清溪县2035年的机构编制规划是什么？')
    await answer.getByText(/未能回答/).waitFor()
    assert.equal(await answer.locator('.conclusion').count(), 0)
    await shot('问答-拒答')
  },
  '只用键盘也能提问、看依据': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.locator('.answer').last().click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('n')
    await page.locator('.welcome').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('body').evaluate(() => document.activeElement?.blur())
    await page.keyboard.press('/')
    await page.keyboard.type('云澜市数据局领导职数几正几副？')
    await page.keyboard.press('Enter')
    await page.locator('.answer:not(.pending) .conclusion .cite').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('.source mark').first().waitFor()
    await page.locator('body').evaluate(() => document.activeElement?.blur())
    await page.keyboard.press('Escape')
    await page.locator('.source').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByText('键盘快捷键').waitFor()
    await page.keyboard.press('Escape')
  },
  '对话可以改名和删除': async ({ page }) => {
    const first = page.locator('.talks li').first()
    await first.hover()
    await first.getByRole('button').click()
    await page.getByText('修改标题').click()
    await page.getByLabel('对话标题').fill('领导职数核对')
    await page.keyboard.press('Enter')
    await page.locator('.talks').getByText('领导职数核对').waitFor()
    await first.hover()
    await first.getByRole('button').click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await page.locator('.ant-modal-confirm').getByRole('button', { name: '删除' }).click()
    await page.locator('.talks').getByText('领导职数核对').waitFor({ state: 'detached' })
  },
  '检索可以说明得分': async ({ page, shot }) => {
    await page.goto('/search?q=机关行政编制&explain=1')
    await page.locator('.hit').first().waitFor()
    assert.ok((await page.locator('.score .sum').count()) > 0)
    await shot('检索')
  },
  '受限文件对工作人员不存在': async ({ page, limitedID, refused }) => {
    assert.ok(limitedID, '管理员那一程应先找到这份文件')
    refused(`/api/v1/documents/${limitedID}`)
    await page.goto(`/documents?q=${encodeURIComponent('内部测算')}`)
    await page.getByText('没有符合条件的文件').waitFor()
    await page.goto(`/documents/${limitedID}`)
    await page.getByText('没有取得内容').waitFor()
    await page.goto(`/search?q=${encodeURIComponent(limited)}&any_validity=1`)
    await page.locator('.hit, .state').first().waitFor()
    assert.equal(await page.locator('.hit').getByText(limited).count(), 0)
  },
}

export const adminSteps = {
  '管理员看得到受限文件': async ({ page, keepLimited }) => {
    await page.goto(`/documents?q=${encodeURIComponent('内部测算')}`)
    const link = page.getByRole('link', { name: limited })
    await link.waitFor()
    keepLimited(/\d+/.exec(await link.getAttribute('href'))[0])
  },
  '文档目录、版本与要素': async ({ page, shot }) => {
    await page.goto('/documents')
    await page.locator('.doc-title').first().waitFor()
    await shot('文档-目录')
    await page.goto(`/documents?q=${encodeURIComponent('云澜市数据局')}&kind=sanding`)
    await page.getByRole('link', { name: /云澜市数据局职能配置/ }).first().click()
    await page.locator('.timeline li').nth(1).waitFor()
    await page.locator('.timeline button').last().click()
    await page.locator('.doc-head').getByText('已修改').waitFor()
    await shot('文档-版本')
    await page.getByRole('tab', { name: '编制与职数' }).click()
    await page.getByText('行政编制', { exact: true }).first().waitFor()
    await shot('文档-数据')
    await page.getByRole('tab', { name: '文件关系' }).click()
    await page.locator('.ant-table-row').first().waitFor()
    await shot('文档-关系')
    await page.getByRole('tab', { name: '要素与提示' }).click()
    await page.getByText('国密校验值').waitFor()
    await shot('文档-要素')
  },
  '上传一个文件并看着它完成，随即可问': async ({ page, shot }) => {
    await page.goto('/documents')
    await page.getByRole('button', { name: '上传文件' }).click()
    await page.getByText('严禁上传涉密文件').waitFor()
    await shot('文档-上传')
    const name = `云澜市试行值班安排办法${Date.now()}.txt`
    const text = `云澜市试行值班安排办法\n第一条　为了规范值班安排，制定本办法。\n第二条　值班室编制备勤人员，由综合处统一安排，编号${Date.now()}。\n第三条　本办法自2026年1月1日起施行。\n`
    await page.getByLabel('选择文件', { exact: true }).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: '上传 1 个文件' }).click()
    await page.locator('.batch-summary').waitFor()
    await page.getByText('全部完成').waitFor({ timeout: 120_000 })
    await shot('文档-上传完成')
    await page.getByRole('link', { name }).click()
    await page.locator('.reader').getByText('为了规范值班安排').first().waitFor()
  },
  '标有密级的文件被隔离': async ({ page, shot }) => {
    await page.goto('/documents')
    await page.getByRole('button', { name: '上传文件' }).click()
    const text = `机密★1年\n\n云澜市专题会议纪要\n一、会议议定事项，编号${Date.now()}。\n`
    await page.getByLabel('选择文件', { exact: true }).setInputFiles({ name: '专题会议纪要.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: '上传 1 个文件' }).click()
    await page.getByText('已隔离', { exact: true }).waitFor({ timeout: 120_000 })
    await page.goto('/jobs')
    await page.getByText('专题会议纪要.txt').first().waitFor()
    await shot('任务')
  },
  '新建账号': async ({ page, shot }) => {
    await page.goto('/users')
    await page.locator('.ant-table-row').first().waitFor()
    await shot('用户')
    await page.getByRole('button', { name: '新建账号' }).click()
    const login = `e2e${Date.now()}`
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('账号').fill(login)
    await dialog.getByLabel('初始密码').fill(`Yl-${Date.now()}-qz`)
    await dialog.getByLabel('姓名').fill('方知白')
    await dialog.getByLabel('单位').fill('云澜市水利局')
    await shot('用户-新建')
    await dialog.getByRole('button', { name: '建立' }).click()
    await page.getByText(login).waitFor()
  },
  '敏感词：覆盖情况与试查': async ({ page, shot }) => {
    await page.goto('/words')
    await page.getByText('标准要求不少于').waitFor()
    await page.getByLabel('要检查的文字').fill('今年机构编制工作平稳有序。')
    await page.getByRole('button', { name: '检查' }).click()
    await page.getByText('没有命中敏感词。').waitFor()
    await shot('敏感词')
  },
  '个人设置：接口密钥只显示一次': async ({ page, shot }) => {
    await page.goto('/me')
    await page.getByLabel('用途').fill('端到端检查')
    await page.getByRole('button', { name: '新建密钥' }).click()
    await page.locator('.secret').waitFor()
    await page.reload()
    await page.getByText('端到端检查').first().waitFor()
    assert.equal(await page.locator('.secret').count(), 0)
    await shot('个人设置')
  },
  '没有的页面有说明': async ({ page }) => {
    await page.goto('/nothing-here')
    await page.getByText('没有这个页面').waitFor()
  },
}

export const auditorSteps = {
  '审计员只看审计，且看得到刚才的操作': async ({ page, shot }) => {
    await page.locator('.nav a').first().waitFor()
    assert.deepEqual(await page.locator('.nav a').allInnerTexts(), ['审计'])
    await page.locator('.ant-table-row').first().waitFor()
    await shot('审计')
  },
  '退出后回到登录页': async ({ page, shot }) => {
    await page.locator('.who .ant-dropdown-trigger').click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await page.waitForURL('**/login')
    await shot('登录')
  },
}

async function inView(locator) {
  return locator.evaluate((element) => {
    const r = element.getBoundingClientRect()
    const box = element.closest('.source-body').getBoundingClientRect()
    return r.top >= box.top && r.bottom <= box.bottom
  })
}

// A small invented server for working on the interface without the backend. Development only; nothing of it is in dist.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account, Answer, Batch, Conversation, Intake } from '../src/api/model'
import { answerTo, eventsOf } from './answers'
import { factsOf, readCorpus, type Corpus } from './corpus'
import * as loop from './loop'
import { madePairs } from './pairs'
import { accounts, keys, stages, trail, wordLists, wordReport } from './tables'

type Next = () => void
type Handler = (m: RegExpMatchArray, req: IncomingMessage, res: ServerResponse, url: URL) => unknown

interface World {
  corpus: Corpus
  me: Account | undefined
  talks: Conversation[]
  batches: Batch[]
  intakes: Intake[]
  next: number
}

export function mockServer() {
  const world: World = { corpus: readCorpus(), me: accounts[0], talks: [], batches: [], intakes: [], next: 100 }
  seedIntake(world)
  const routes = routesOf(world)
  return (req: IncomingMessage, res: ServerResponse, next: Next) => {
    const url = new URL(req.url ?? '/', 'http://dev')
    if (!url.pathname.startsWith('/api/v1')) return next()
    const path = `${req.method} ${url.pathname.slice('/api/v1'.length)}`
    for (const [pattern, handler] of routes) {
      const m = path.match(pattern)
      if (m) return void Promise.resolve(handler(m, req, res, url)).then((body) => body !== undefined && send(res, 200, body))
    }
    send(res, 404, { code: 'not_found', detail: '没有这个接口。' })
  }
}

function send(res: ServerResponse, status: number, body: unknown) {
  res.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' })
  res.end(JSON.stringify(body))
}

async function bodyOf(req: IncomingMessage): Promise<Record<string, string>> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, string>
  } catch {
    return { raw: Buffer.concat(parts).toString('latin1') }
  }
}

const list = <T>(items: T[], url?: URL) => {
  const offset = Number(url?.searchParams.get('offset')) || 0
  const limit = Number(url?.searchParams.get('limit')) || items.length
  return { items: items.slice(offset, offset + limit), total: items.length }
}

function routesOf(w: World): [RegExp, Handler][] {
  const { corpus } = w
  const pairs = madePairs(corpus)
  return [
    [/^GET \/session$/, (_m, _r, res) => (w.me ? { actor: { ...w.me, via: 'session' } } : send(res, 401, { code: 'unauthenticated', detail: '请先登录。' }))],
    [/^POST \/session$/, async (_m, req, res) => {
      const { login } = await bodyOf(req)
      w.me = accounts.find((a) => a.login === login)
      return w.me ? { actor: { ...w.me, via: 'session' } } : send(res, 401, { code: 'unauthenticated', detail: '账号或密码不正确。' })
    }],
    [/^DELETE \/session$/, () => ((w.me = undefined), {})],
    [/^GET \/system$/, () => ({
      version: '0.1.0', ready: true, degraded: ['未装向量模型，仅用关键词检索'], embedder: '', chat_model: '', demo: true,
      counts: { documents: corpus.documents.length, versions: 58, chunks: 1204, embedded: 0 },
    })],
    [/^POST \/ask$/, (_m, req, res) => stream(w, req, res)],
    [/^GET \/conversations$/, () => list(w.talks.map((t) => ({ ...t, turns: [] })))],
    [/^GET \/conversations\/(\d+)$/, (m, _r, res) => w.talks.find((t) => t.id === Number(m[1])) ?? send(res, 404, { code: 'not_found', detail: '没有这个对话。' })],
    [/^PATCH \/conversations\/(\d+)$/, async (m, req) => Object.assign(w.talks.find((t) => t.id === Number(m[1])) ?? {}, await bodyOf(req))],
    [/^DELETE \/conversations\/(\d+)$/, (m) => ((w.talks = w.talks.filter((t) => t.id !== Number(m[1]))), {})],
    [/^POST \/answers\/\d+\/feedback$/, () => ({})],
    [/^GET \/search$/, (_m, _r, _s, url) => searchIn(corpus, url)],
    [/^GET \/documents$/, (_m, _r, _s, url) => list(matching(corpus, url), url)],
    [/^GET \/documents\/(\d+)$/, (m, _r, res) => corpus.held(Number(m[1]))?.document ?? send(res, 404, { code: 'not_found', detail: '没有这份文件，或不在您的查阅范围内。' })],
    [/^POST \/documents$/, async (_m, req) => upload(w, (await bodyOf(req)).raw ?? '')],
    [/^GET \/orgs$/, () => list([...new Set(corpus.documents.map((h) => h.document.org).filter(Boolean))])],
    [/^GET \/versions\/(\d+)$/, (m) => corpus.version(Number(m[1]))],
    [/^GET \/versions\/(\d+)\/chunks$/, (m) => list(corpus.documents.flatMap((h) => h.chunks.get(Number(m[1])) ?? []))],
    [/^GET \/versions\/(\d+)\/facts$/, (m) => {
      const version = corpus.version(Number(m[1]))
      const held = version && corpus.held(version.document_id)
      return list(held && version ? factsOf(held, version) : [])
    }],
    [/^GET \/versions\/(\d+)\/relations$/, (m) => list([{
      id: 1, version_id: Number(m[1]), from_title: '', from_document_id: 1, type: 'basis_of', target_title: '中国共产党机构编制工作条例',
      sentence: '根据《中国共产党机构编制工作条例》和市委机构编制委员会有关规定，制定本规定。', start: 90, end: 130, state: 'proposed',
    }])],
    [/^GET \/stages$/, () => list(stages)],
    [/^GET \/batches$/, () => list(w.batches.map((b) => counted(w, b)))],
    [/^GET \/batches\/(\d+)$/, (m) => counted(w, w.batches.find((b) => b.id === Number(m[1])) as Batch)],
    [/^GET \/batches\/(\d+)\/items$/, (m, _r, _s, url) => list(wanted(w, url).filter((i) => i.batch_id === Number(m[1])), url)],
    [/^GET \/jobs$/, (_m, _r, _s, url) => ({ ...list(wanted(w, url), url), counts: tally(w.intakes) })],
    [/^POST \/intakes\/(\d+)\/retry$/, (m) => Object.assign(w.intakes.find((i) => i.id === Number(m[1])) ?? {}, { state: 'queued', error: '' })],
    [/^GET \/users$/, () => list(accounts)],
    [/^POST \/users$/, async (_m, req) => {
      const made = { ...(await bodyOf(req)), id: w.next++, created_at: new Date().toISOString(), must_change: true, disabled: false, last_login: null }
      accounts.push(made as unknown as Account)
      return made
    }],
    [/^PATCH \/users\/(\d+)$/, async (m, req) => Object.assign(accounts.find((a) => a.id === Number(m[1])) ?? {}, await bodyOf(req))],
    [/^POST \/(users\/\d+|session)\/password$/, () => ({})],
    [/^GET \/api-keys$/, () => list(keys)],
    [/^POST \/api-keys$/, async (_m, req) => {
      const key = { ...keys[0]!, ...(await bodyOf(req)), id: w.next++, used_at: null }
      keys.unshift(key)
      return { secret: 'bk_7Xq2mP9vT4sR8nW1cJ6yH3dL5fZ0aB', key }
    }],
    [/^DELETE \/api-keys\/(\d+)$/, (m) => Object.assign(keys.find((k) => k.id === Number(m[1])) ?? {}, { revoked_at: new Date().toISOString() })],
    [/^GET \/sensitive-words\/lists$/, () => list(wordLists)],
    [/^GET \/sensitive-words\/coverage$/, () => wordReport],
    [/^POST \/sensitive-words\/check$/, async (_m, req) => {
      const at = Array.from((await bodyOf(req)).text ?? '').join('').indexOf('代办入编')
      return at < 0 ? { action: '', hits: [] } : { action: 'block', hits: [{ word: '代办入编', class: 'D.2', class_name: '机构编制领域违规', action: 'block', start: at, end: at + 4 }] }
    }],
    [/^POST \/sensitive-words\/import$/, () => ({ added: 212 })],
    [/^GET \/pairs$/, (_m, _r, _s, url) => list(pairs.matching(url), url)],
    [/^GET \/pairs\/(\d+)$/, (m, _r, res) => pairs.byID(Number(m[1])) ?? send(res, 404, { code: 'not_found', detail: '没有这个问答对。' })],
    [/^GET \/pairs\/(\d+)\/versions$/, (m) => list(pairs.versions(Number(m[1])))],
    [/^POST \/pairs\/check$/, () => ({ findings: [] })],
    [/^GET \/drafting$/, () => ({ state: 'idle', done: 0, total: 0, created: 0 })],
    [/^GET \/review$/, () => pairs.queue()],
    [/^POST \/review\/next$/, () => ({ item: pairs.next(), ...pairs.lease() })],
    [/^POST \/review\/\d+\/(renew|return)$/, () => pairs.lease()],
    [/^POST \/review\/(\d+)\/verdict$/, async (m, req) => pairs.decide(Number(m[1]), (await bodyOf(req)).action ?? '')],
    [/^GET \/releases$/, () => list(pairs.releases)],
    [/^GET \/releases\/([\d.]+)$/, (m) => pairs.detail(m[1]!)],
    [/^GET \/releases\/[\d.]+\/pulls$/, () => list([])],
    [/^GET \/eval\/sets$/, () => list(loop.sets)],
    [/^GET \/eval\/sets\/\d+\/questions$/, (_m, _r, _s, url) => list(loop.outcomes.map((o) => o.question), url)],
    [/^GET \/eval\/runs$/, () => list(loop.runs)],
    [/^GET \/eval\/runs\/(\d+)$/, (m) => loop.runs.find((r) => r.id === Number(m[1]))],
    [/^GET \/eval\/runs\/\d+\/outcomes$/, (_m, _r, _s, url) => list(loop.outcomes.filter((o) => !url.searchParams.get('class') || o.class === url.searchParams.get('class')), url)],
    [/^GET \/eval\/compare$/, () => loop.comparison()],
    [/^GET \/tickets$/, (_m, _r, _s, url) => loop.ticketList(url)],
    [/^GET \/tickets\/assignees$/, () => list(accounts)],
    [/^GET \/tickets\/(\d+)$/, (m) => loop.trailOf(Number(m[1]))],
    [/^GET \/feedback$/, () => list(loop.feedback)],
    [/^GET \/audit$/, (_m, _r, _s, url) => list(trail, url)],
  ]
}

async function stream(w: World, req: IncomingMessage, res: ServerResponse) {
  const { question = '', conversation_id, as_of } = await bodyOf(req)
  const answer: Answer = { ...answerTo(w.corpus, question, as_of), id: w.next++ }
  const now = new Date().toISOString()
  let talk = w.talks.find((t) => t.id === Number(conversation_id))
  if (!talk) w.talks.unshift((talk = { id: w.next++, title: question.slice(0, 30), created_at: now, updated_at: now, turns: [] }))
  answer.conversation_id = talk.id
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  for (const [wait, event] of eventsOf(answer)) {
    await new Promise((done) => setTimeout(done, wait))
    if (res.destroyed) return undefined
    res.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  }
  talk.turns = [...(talk.turns ?? []), { id: answer.id ?? 0, conversation_id: talk.id, question, answer, evidence: [], created_at: now }]
  res.end()
  return undefined
}

function matching(corpus: Corpus, url: URL) {
  const get = (name: string) => url.searchParams.get(name) ?? ''
  return corpus.documents.map((h) => h.document).filter((d) =>
    (d.title + d.org).includes(get('q')) && (!get('kind') || d.kind === get('kind')) && (!get('org') || d.org === get('org')))
}

function searchIn(corpus: Corpus, url: URL) {
  const q = url.searchParams.get('q') ?? ''
  const bigrams = Array.from(q).map((c, i, all) => c + (all[i + 1] ?? '')).filter((b) => b.length > 1)
  const hits = corpus.documents.flatMap((h) => h.versions.slice(0, 1).flatMap((v) => (h.chunks.get(v.id) ?? []).map((c) => ({
    entry_id: c.id, chunk_id: c.id, version_id: v.id, document_id: h.document.id, filename: v.filename, doc_kind: h.document.kind, title: h.document.title,
    doc_no: v.doc_no, kind: c.kind, address: c.address, label: c.label, path: c.path, text: c.text, start: c.start, end: c.end, page: c.page, hash: '',
    status: v.status, effective_from: v.effective_from, clearance: 2, score: bigrams.filter((b) => c.text.includes(b)).length / 60,
  })))).filter((h) => h.score > 0).sort((a, b) => b.score - a.score).slice(0, Number(url.searchParams.get('k')) || 10)
  const explained = hits.map((h, i) => ({ ...h, explain: {
    lexical_rank: i + 1, lexical_score: h.score * 40, parts: [{ name: '关键词倒数名次', value: h.score }],
    terms: bigrams.filter((b) => h.text.includes(b)).map((term, j) => ({ term, weight: 3 - j * 0.2 })),
  } }))
  return { query: q, as_of: '2026-11-22', leg: 'lexical', took_ms: 12.4, degraded: '未装向量模型，仅用关键词检索。', hits: url.searchParams.has('explain') ? explained : hits }
}

const tally = (items: Intake[]) => items.reduce<Record<string, number>>((sum, i) => ({ ...sum, [i.state]: (sum[i.state] ?? 0) + 1 }), {})

function counted(w: World, b: Batch): Batch {
  const items = w.intakes.filter((i) => i.batch_id === b.id)
  return { ...b, counts: tally(items), total: items.length }
}

function wanted(w: World, url: URL): Intake[] {
  const states = url.searchParams.get('state')?.split(',')
  return w.intakes.filter((i) => !states || states.includes(i.state))
}

function seedIntake(w: World) {
  const at = '2026-11-20T02:11:00Z'
  w.batches.push({ id: 1, label: '示例文库', actor: '系统', clearance: 2, source_class: 2, sample: true, counts: {}, total: 0, created_at: at })
  const bad: Partial<Intake>[] = [
    { filename: '云编办〔2025〕31号（扫描件）.pdf', state: 'failed', stage: 'parse', error: '文件是扫描图片，没有文字层。请上传文字版，或先做文字识别。', detail: 'parse.pdf: 0 runes on 4 pages' },
    { filename: '专题会议纪要.docx', state: 'quarantined', stage: 'parse', error: '首页有密级标志，已隔离，未入库。请立即按保密规定处理原件。' },
  ]
  const done = w.corpus.documents.map((h) => ({ filename: h.versions[0]!.filename, state: 'done', stage: 'done', document_id: h.document.id }))
  for (const i of [...bad, ...done]) {
    w.intakes.push({ id: w.next++, batch_id: 1, filename: '', size: 48211, stage: '', state: '', progress: 0, attempts: 1, created_at: at, updated_at: at, ...i })
  }
}

function upload(w: World, form: string) {
  const names = [...form.matchAll(/filename="([^"]+)"/g)].map((m) => Buffer.from(m[1]!, 'latin1').toString('utf8'))
  const now = new Date().toISOString()
  const batch: Batch = { id: w.next++, label: '本次上传', actor: w.me?.name ?? '', clearance: 2, source_class: 2, sample: false, counts: {}, total: names.length, created_at: now }
  w.batches.unshift(batch)
  for (const filename of names) {
    const item: Intake = { id: w.next++, batch_id: batch.id, filename, size: 1200, stage: stages[0]!.name, state: 'running', progress: 0, attempts: 1, created_at: now, updated_at: now }
    w.intakes.unshift(item)
    stages.forEach((s, i) => setTimeout(() => Object.assign(item, { stage: s.name, progress: 0.4 }), i * 900))
    setTimeout(() => Object.assign(item, { state: 'done', stage: 'done', document_id: 1 }), stages.length * 900)
  }
  return { batch: counted(w, batch), files: [] }
}

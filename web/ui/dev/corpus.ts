// The invented corpus of development: the sample texts of ingest/sample, cut roughly. The real cutting is structure's.
import { readdirSync, readFileSync } from 'node:fs'
import type { Chunk, Document, Fact, Version, VersionInfo } from '../src/api/model'

const folder = new URL('../../../ingest/sample/src/', import.meta.url)

export interface Held {
  document: Document
  versions: Version[]
  chunks: Map<number, Chunk[]>
}

export interface Corpus {
  documents: Held[]
  version: (id: number) => Version | undefined
  held: (id: number) => Held | undefined
}

function kindOf(title: string): Document['kind'] {
  if (/人员编制规定/.test(title)) return 'sanding'
  if (/批复/.test(title)) return 'reply'
  if (/思考|实践|探索|研究/.test(title)) return 'journal'
  return /办法|条例|规定/.test(title) ? 'law' : 'gongwen'
}

/** Cuts a text at 第X条, （X） and 一、: enough to look at. */
function chunksOf(version: number, text: string): Chunk[] {
  const chunks: Chunk[] = []
  let at = 0
  let above = ''
  for (const line of text.split('\n')) {
    const size = Array.from(line).length
    const head = /^[\s　]*(第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)/.exec(line)?.[1]
    const item = head?.startsWith('（')
    if (head && !item) above = head.replace('、', '')
    const address = item && above ? `${above}/第${head}项` : (head?.replace('、', '') ?? '')
    const known = chunks.at(-1)
    if (head && !chunks.some((c) => c.address === address)) {
      chunks.push({
        id: version * 1000 + chunks.length, version_id: version, seq: chunks.length, kind: 'article', address,
        label: address.replace('/', ''), path: [above], text: line, start: at, end: at + size, hash: '', page: Math.floor(at / 900) + 1,
      })
    } else if (known) {
      known.end = at + size
      known.text += `\n${line}`
    }
    at += size + 1
  }
  return chunks
}

function versionOf(id: number, document: Document, name: string, text: string, from: string, to: string | undefined): Version {
  const info: VersionInfo = {
    id, document_id: document.id, title: document.title, filename: `${name}.docx`, format: 'docx', parser: 'docx/1',
    doc_no: /云[^\s　]{1,6}〔\d{4}〕\d+号/.exec(text)?.[0] ?? '', sha256: 'a3'.repeat(32), sm3: '5c'.repeat(32), size: text.length * 21, pages: 6,
    effective_from: from, effective_to: to, status: to ? 'amended' : 'in_force', as_of: '2026-11-22', chunk_count: 0, created_at: '2026-11-20T02:11:00Z',
  }
  return {
    ...info, document, text, history: [], quality: { score: 0.98, garbled: false, known: 0.99, replacement: 0, empty_pages: 0 },
    fields: [{ name: 'doc_no', value: info.doc_no ?? '', start: 0, end: 4, confidence: 0.95 }], findings: [],
  }
}

/** Reads the sample texts; two files of one name but different years are versions of one document. */
export function readCorpus(): Corpus {
  const held = new Map<string, Held>()
  let next = 1
  for (const file of readdirSync(folder).sort()) {
    const [, title = file, year = '2024'] = /^(.*?)(?:\((\d{4})[^)]*\))?\.txt$/.exec(file) ?? []
    const text = readFileSync(new URL(encodeURIComponent(file), folder), 'utf8').replace(/^[\s\S]*?\n---\n/, '').replace(/^[#=]/gm, '')
    const known = held.get(title)
    const document: Document = known?.document ?? {
      id: held.size + 1, kind: kindOf(title), title, org: /^云澜市\S+?局/.exec(title)?.[0] ?? '', issuer: '云澜市机构编制委员会',
      clearance: /内部/.test(title) ? 3 : 2, source_class: 2, sample: true, created_at: '2026-11-20T02:11:00Z', versions: [],
    }
    const id = next++
    const version = versionOf(id, document, file.replace('.txt', ''), text, `${year}-03-20`, undefined)
    const one = known ?? { document, versions: [], chunks: new Map<number, Chunk[]>() }
    const older = one.versions[0]
    if (older) Object.assign(older, { status: 'amended', effective_to: version.effective_from, ended_by: 'next_version' })
    one.versions.unshift(version)
    one.chunks.set(id, chunksOf(id, text))
    version.chunk_count = one.chunks.get(id)?.length ?? 0
    held.set(title, one)
  }
  const documents = [...held.values()]
  for (const h of documents) h.document.versions = h.versions.map(({ text: _t, document: _d, ...info }) => info)
  return {
    documents,
    version: (id) => documents.flatMap((h) => h.versions).find((v) => v.id === id),
    held: (id) => documents.find((h) => h.document.id === id),
  }
}

export function factsOf(h: Held, version: Version): Fact[] {
  return [...version.text.matchAll(/机关行政编制(\d+)名|局长(\d+)名|副局长(\d+)名/g)].map((m, i) => {
    const start = Array.from(version.text.slice(0, m.index)).length
    return {
      id: i + 1, version_id: version.id, document_id: h.document.id, chunk_id: 1, org: h.document.org ?? '', n: Number(m[1] ?? m[2] ?? m[3]),
      type: m[1] ? 'quota_admin' : 'leader_chief', delta: false, quote: m[0], start, end: start + Array.from(m[0]).length, label: '第六条',
      doc_title: version.title, doc_kind: h.document.kind, status: version.status, clearance: 2,
    }
  })
}

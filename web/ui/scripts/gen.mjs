// Writes src/api/schema.ts from ../openapi.json; with --check fails when it is not what it would write.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../openapi.json', import.meta.url)
const target = new URL('../src/api/schema.ts', import.meta.url)
const head = '// Generated from web/openapi.json by `npm run gen`. Do not edit.\n\n'

const fresh = head + astToString(await openapiTS(source))
if (process.argv.includes('--check')) {
  const kept = await readFile(target, 'utf8').catch(() => '')
  if (kept !== fresh) {
    console.error('src/api/schema.ts 与 web/openapi.json 不一致，请执行 npm run gen 后提交。')
    process.exit(1)
  }
} else {
  await writeFile(target, fresh)
}

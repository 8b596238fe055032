// What a partner types to take a release, with their own key in $BIANKU_KEY so that it stands in no history.

export interface Command {
  title: string
  text: string
}

const auth = '-H "Authorization: Bearer $BIANKU_KEY"'

/** commandsFor are the commands to list, take, keep up with and verify a release. */
export function commandsFor(origin: string, version: string, previous: string | undefined): Command[] {
  const base = `${origin}/api/v1/releases`
  return [
    { title: '列出全部版本', text: `curl -sS ${auth} \\\n  ${base}` },
    { title: '下载整个版本', text: `curl -fSL ${auth} \\\n  -o ${version}.zip ${base}/${version}/archive && unzip ${version}.zip -d ${version}` },
    {
      title: '只取一个文件；中断后再执行一次即从断点继续',
      text: `curl -fS -C - ${auth} \\\n  -o pairs.jsonl ${base}/${version}/files/data/pairs.jsonl`,
    },
    ...(previous ? [deltaOf(base, version, previous)] : []), // the first release has nothing to be told against
    {
      title: '校验：不需要联网，任何一个字节被改动都会指出是哪个文件',
      text: `curl -fS ${auth} -o bianku.pem ${base}/key\nbianku release verify ${version} --key bianku.pem`,
    },
  ]
}

function deltaOf(base: string, version: string, previous: string): Command {
  return {
    title: '取某一版以来的增量（含撤回的记录），并更新到本版',
    text: `curl -fS ${auth} \\\n  -o delta.jsonl "${base}/${version}/delta?since=${previous}"\nbianku release apply delta.jsonl --prev ${previous} --out ${version}`,
  }
}

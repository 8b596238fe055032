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
    { title: '下载整个版本', text: `curl -fSL ${auth} \\\n  -o bianku-${version}.zip ${base}/${version}/archive` },
    {
      title: '只取一个文件；中断后再执行一次即从断点继续',
      text: `curl -fS -C - ${auth} \\\n  -o pairs.jsonl ${base}/${version}/files/data/pairs.jsonl`,
    },
    {
      title: '取某一版以来的增量（含撤下的记录），并更新到本版',
      text: `curl -fS ${auth} \\\n  -o delta "${base}/${version}/delta?since=${previous ?? '上一版本号'}"\nbianku release apply delta 上一版目录 新版目录`,
    },
    {
      title: '校验：不需要联网，任何一个字节被改动都会指出是哪个文件',
      text: `curl -fS ${auth} -o bianku.pem ${base}/key\nbianku release verify 版本目录 --key bianku.pem`,
    },
  ]
}

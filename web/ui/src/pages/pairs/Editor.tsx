import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { messageOf } from '../../api/fault'
import type { Basis, Content, Pair } from '../../api/model'
import { pairs } from '../../api/pairs'
import { useActor } from '../../session/SessionContext'
import type { Range } from '../../show/DocumentText'
import { useKept } from '../../shell/useKept'
import { BasisList } from './BasisList'
import { changed, contentOf, errorsOf, missing, sameBasis, tidy } from './content'
import { Findings } from './Findings'
import { LinkPart } from './LinkPart'
import { Original } from './Original'
import { PairFields } from './PairFields'
import { Part } from './Part'
import { useCheck } from './useCheck'
import { Why } from './Why'

interface Props {
  pair?: Pair
  before: Content
  start?: { document: number; version?: number; lit?: Range }
}

/** Writes a pair: the words on the left, the original on the right, where passages are marked as 依据. */
export function Editor({ pair, before, start }: Props) {
  const owner = useActor().id
  const [content, keep, forget] = useKept<Content>(`bianku.pair.${owner}.${pair ? `${pair.id}.${pair.version}` : 'new'}`, before)
  const [at, setAt] = useState(0)
  const basis = content.basis ?? []
  const edited = changed(before, content)
  const lack = missing(content)
  const check = useCheck(content, edited || pair !== undefined)
  const save = useSave(pair, forget)
  const errors = errorsOf(check.findings).length > 0

  const set = (change: Partial<Content>) => keep({ ...content, ...change })
  const mark = (b: Basis) => {
    const where = basis.findIndex((known) => sameBasis(known, b))
    if (where >= 0) return setAt(where)
    set({ basis: [...basis, b] })
    setAt(basis.length)
  }
  const remove = (index: number) => {
    set({ basis: basis.filter((_, i) => i !== index) })
    setAt(Math.max(0, Math.min(at, basis.length - 2)))
  }

  return (
    <div className="pair">
      <section className="pair-left writing" aria-label="问答对">
        <div className="pair-scroll">
          <nav className="small pair-crumbs">
            <Link to="/pairs">问答对</Link> <span className="muted">/ {pair ? `修改编号 ${pair.id} 第${pair.version}版` : '新建'}</span>
          </nav>
          {pair && <Why pair={pair} />}
          <PairFields content={content} before={pair ? before : undefined} onChange={set} />
          <Part name="依据">
            <BasisList items={basis} at={at} onAt={setAt} onRemove={remove} />
          </Part>
          <LinkPart items={content.links ?? []} self={pair?.id} onChange={(links) => set({ links })} />
          <Part name="检查结果">
            {lack ? <p className="muted">{lack}后自动检查。</p> : <Findings items={check.findings} stale={check.stale} />}
          </Part>
          <Part name="说明">
            <Input value={content.note ?? ''} maxLength={200} aria-label="修改说明" placeholder="这一版为什么这样写（可不填，记入版本）" onChange={(e) => set({ note: e.target.value })} />
          </Part>
        </div>
        {save.error && <Alert banner type="error" title={`${messageOf(save.error)}您填写的内容没有丢失。`} />}
        <footer className="desk-foot">
          <Button type="primary" disabled={lack !== '' || errors || check.stale} title={lack || (errors ? '检查中有错误，请先改正' : undefined)} loading={save.isPending} onClick={() => save.mutate({ content, submit: true })}>
            保存并提交审核
          </Button>
          <Button disabled={lack !== '' || !edited} title={lack || undefined} loading={save.isPending} onClick={() => save.mutate({ content, submit: false })}>
            保存草稿
          </Button>
          <span className="grow" />
          {edited && (
            <Button
              type="text"
              onClick={() => {
                keep(before)
                forget()
                setAt(0)
              }}
            >
              放弃改动
            </Button>
          )}
        </footer>
      </section>
      <Original key={basis.length === 0 ? 'none' : 'some'} items={basis} at={at} onAt={setAt} onMark={mark} others start={start} />
    </div>
  )
}

function useSave(pair: Pair | undefined, forget: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: async ({ content, submit }: { content: Content; submit: boolean }) => {
      const made = await saved(pair, tidy(content))
      return { made, submitted: submit ? await pairs.submit(made.id).then(() => '', messageOf) : undefined }
    },
    onSuccess: ({ made, submitted }) => {
      forget()
      for (const key of [['pair', made.id], ['pair-versions', made.id], ['pairs'], ['review']]) void client.invalidateQueries({ queryKey: key })
      if (submitted === undefined) void message.success(`已保存为第${made.version}版草稿`)
      else if (submitted === '') void message.success('已提交，等待初审')
      else void message.error(`已保存为草稿，但没有提交：${submitted}`)
      void navigate(`/pairs/${made.id}`)
    },
  })
}

/** A version is made only where something was changed: submitting a draft as it is makes none. */
function saved(pair: Pair | undefined, content: Content): Promise<Pair> {
  if (!pair) return pairs.create(content)
  return changed(contentOf(pair), content) ? pairs.revise(pair.id, content) : Promise.resolve(pair)
}

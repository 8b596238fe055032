import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { releases } from '../../api/releases'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { Await } from '../../show/States'
import { BuildDialog } from './BuildDialog'
import { HowToPull } from './HowToPull'
import { ReleaseTable } from './ReleaseTable'
import './releases.css'

/** The releases of the corpus: made by leads and administrators, pulled by partners. */
export default function ReleasesRoute() {
  const builds = has(useActor(), 'lead', 'admin')
  const [asking, setAsking] = useState(false)
  const query = useQuery({
    queryKey: ['releases'],
    queryFn: releases.list,
    refetchInterval: ({ state }) => ((state.data?.items ?? []).some((r) => r.state === 'building') ? 1500 : false),
  })
  const items = query.data?.items ?? []
  const building = items.some((r) => r.state === 'building')
  const newest = items.find((r) => r.state === 'ready')
  return (
    <div className="page">
      <div className="page-head">
        <h1>{builds ? '发布' : '语料发布'}</h1>
        <span className="muted small grow">每一版都是冻结、签名的审定问答对及其原文条目；只含公开和脱敏后的记录，可离线校验</span>
        {builds && (
          <Button type="primary" disabled={building} title={building ? '有一版正在生成' : undefined} onClick={() => setAsking(true)}>
            生成新版本
          </Button>
        )}
      </div>
      <Await query={query} what="正在取得发布">{(list) => <ReleaseTable items={list.items ?? []} builds={builds} />}</Await>
      {!builds && newest && <HowToPull version={newest.version} previous={items.filter((r) => r.state === 'ready')[1]?.version} partner />}
      {asking && <BuildDialog newest={newest} onClose={() => setAsking(false)} />}
    </div>
  )
}

import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { ReleaseDetail } from '../../api/model'
import { releases } from '../../api/releases'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { Digest } from '../../show/Code'
import { chineseDate } from '../../show/format'
import { Await } from '../../show/States'
import { Bars } from './Bars'
import { Changelog } from './Changelog'
import { FileTable } from './FileTable'
import { HowToPull } from './HowToPull'
import { PullTable } from './PullTable'
import './releases.css'

/** One release: what is in it, what changed, how to take it and how to know that it is whole. */
export default function ReleaseRoute() {
  const { version = '' } = useParams()
  const keeps = has(useActor(), 'lead', 'admin')
  const query = useQuery({ queryKey: ['release', version], queryFn: () => releases.byVersion(version) })
  return (
    <div className="page">
      <nav className="small">
        <Link to="/releases">{keeps ? '发布' : '语料发布'}</Link> <span className="muted">/ {version}</span>
      </nav>
      <Await query={query} what="正在取得发布">{(detail) => <Shown detail={detail} />}</Await>
    </div>
  )
}

function Shown({ detail: d }: { detail: ReleaseDetail }) {
  const actor = useActor()
  const keeps = has(actor, 'lead', 'admin')
  const r = d.release
  const tabs = [
    { key: 'content', label: '内容', children: <Content detail={d} keeps={keeps} /> },
    { key: 'files', label: `文件（${(d.files ?? []).length}）`, children: <FileTable version={r.version} items={d.files ?? []} /> },
    { key: 'changes', label: '变更记录', children: <Changelog text={d.changelog ?? ''} /> },
    { key: 'how', label: '程序取用', children: <HowToPull version={r.version} previous={d.previous} partner={has(actor, 'partner')} /> },
    ...(keeps ? [{ key: 'pulls', label: '取用记录', children: <PullTable version={r.version} /> }] : []),
  ]
  return (
    <>
      <header className="panel release-head">
        <div className="row">
          <h1 className="grow">
            语料 {r.version} <span className="badge done">已发布</span>
          </h1>
          <Delta version={r.version} previous={d.previous} />
          <Button type="primary" icon={<DownloadOutlined />} href={releases.archiveURL(r.version)} download>
            下载全部
          </Button>
        </div>
        <dl className="release-figures">
          <Figure name="记录" value={r.records} />
          <Figure name="新增" value={r.added} />
          <Figure name="修改" value={r.changed} />
          <Figure name="撤回" value={r.withdrawn} />
          {r.note && <p>{r.note}</p>}
        </dl>
        <dl className="doc-facts release-facts">
          <Fact name="发布日期">{chineseDate(r.released_on)}</Fact>
          <Fact name="上一版">{d.previous ? <Link to={`/releases/${d.previous}`}>{d.previous}</Link> : '无，首版'}</Fact>
          <Fact name="签名算法">{d.algorithm || 'SM2'}</Fact>
          <Fact name="公钥编号">
            <Digest name="公钥编号" value={r.key_id} />
          </Fact>
          <Fact name="签名">
            <Digest name="签名" value={r.signature} />
          </Fact>
          <Fact name="清单 SHA-256">
            <Digest name="清单校验值" value={r.manifest_sha256} />
          </Fact>
          <Fact name="">
            <a href={releases.manifestURL(r.version)} download="MANIFEST.json">
              下载清单
            </a>
          </Fact>
          <Fact name="">
            <a href={releases.keyURL} download>
              下载公钥
            </a>
          </Fact>
        </dl>
      </header>
      <Tabs className="panel release-tabs" items={tabs} destroyOnHidden />
    </>
  )
}

function Content({ detail: d, keeps }: { detail: ReleaseDetail; keeps: boolean }) {
  return (
    <div className="release-content">
      <section>
        <h3>按问题类型</h3>
        <Bars items={d.types ?? []} />
      </section>
      <section>
        <h3>准予发布的规则</h3>
        <Bars items={d.rules ?? []} />
        <p className="muted small">清单中逐条写明每一条记录依哪条规则发布。内部、受限和未脱敏的记录一律不列入。</p>
        {keeps && d.held_back.length > 0 && (
          <>
            <h3 className="held">已审定、未列入本版</h3>
            <Bars items={d.held_back} />
          </>
        )}
      </section>
    </div>
  )
}

/** The difference to an earlier release, for those who have that one. */
function Delta({ version, previous }: { version: string; previous: string | undefined }) {
  const query = useQuery({ queryKey: ['releases'], queryFn: releases.list })
  const [since, setSince] = useState(previous)
  const items = query.data?.items ?? []
  const own = items.findIndex((r) => r.version === version)
  const earlier = items.filter((r, i) => i > own && r.state === 'ready')
  if (own < 0 || earlier.length === 0) return null
  return (
    <span className="row">
      <Select
        value={since ?? earlier[0]?.version}
        aria-label="增量的起始版本"
        style={{ width: 150 }}
        options={earlier.map((r) => ({ value: r.version, label: `自 ${r.version}` }))}
        onChange={setSince}
      />
      <Button href={releases.deltaURL(version, since ?? earlier[0]!.version)} download>
        下载增量
      </Button>
    </span>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      {name && <dt>{name}</dt>}
      <dd>{children}</dd>
    </div>
  )
}

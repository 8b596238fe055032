import type { Version } from '../../api/model'
import type { Range } from '../../show/DocumentText'
import { bytes, chineseDate, moment } from '../../show/format'
import { fieldWords, historyWords, wordOf } from '../../show/words'

/** What was read from a text besides its articles, what a person should look at, and the file's fingerprints. */
export function FieldList({ version: v, onLight }: { version: Version; onLight: (range: Range) => void }) {
  return (
    <div className="fields">
      <Findings version={v} onLight={onLight} />
      <section>
        <h3>识别要素</h3>
        <dl>
          {(v.fields ?? []).map((f, i) => (
            <Row key={i} name={fieldWords[f.name] ?? '其他要素'}>
              <button type="button" className="linklike" onClick={() => onLight({ start: f.start, end: f.end })}>
                {f.value}
              </button>
              {f.confidence < 0.8 && <span className="badge queued">需核对</span>}
            </Row>
          ))}
          {(v.fields ?? []).length === 0 && <p className="muted">没有识别出要素。</p>}
        </dl>
      </section>
      {(v.history ?? []).length > 0 && (
        <section>
          <h3>沿革</h3>
          <dl>
            {v.history?.map((h, i) => (
              <Row key={i} name={chineseDate(h.on)}>
                <b>{wordOf(historyWords, h.kind)}</b> {h.text}
              </Row>
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3>原件</h3>
        <dl>
          <Row name="文件名">{v.filename}</Row>
          <Row name="大小">{bytes(v.size)}</Row>
          {v.pages ? <Row name="页数">{v.pages} 页</Row> : null}
          <Row name="入库时间">{moment(v.created_at)}</Row>
          <Row name="条目数">{v.chunk_count}</Row>
          <Row name="文字质量">{Math.round(v.quality.score * 100)} 分</Row>
          {(v.quality.notes ?? []).map((note) => (
            <Row key={note} name="说明">
              {note}
            </Row>
          ))}
          <Row name="国密校验值">
            <code>{v.sm3}</code>
          </Row>
          <Row name="通用校验值">
            <code>{v.sha256}</code>
          </Row>
        </dl>
      </section>
    </div>
  )
}

function Findings({ version: v, onLight }: { version: Version; onLight: (range: Range) => void }) {
  const findings = v.findings ?? []
  if (findings.length === 0) return null
  return (
    <section>
      <h3>需要人工核对</h3>
      <ul>
        {findings.map((f, i) => (
          <li key={i} className="notice">
            {f.message}{' '}
            {f.end > f.start && (
              <button type="button" className="linklike" onClick={() => onLight({ start: f.start, end: f.end })}>
                查看原文
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

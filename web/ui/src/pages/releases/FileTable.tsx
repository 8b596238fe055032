import { Table, type TableColumnsType } from 'antd'
import type { ReleaseFile } from '../../api/model'
import { releases } from '../../api/releases'
import { Digest } from '../../show/Code'
import { bytes } from '../../show/format'
import { fileWords } from './fileWords'

/** The files of a release with their digests, each to be taken alone. */
export function FileTable({ version, items }: { version: string; items: ReleaseFile[] }) {
  const columns: TableColumnsType<ReleaseFile> = [
    {
      title: '文件',
      width: 300,
      dataIndex: 'path',
      render: (path: string) => (
        <a href={releases.fileURL(version, path)} download={path.split('/').at(-1)}>
          <code>{path}</code>
        </a>
      ),
    },
    { title: '内容', dataIndex: 'path', render: (path: string) => fileWords(path) },
    { title: '大小', dataIndex: 'size', width: 110, align: 'right', render: (n: number) => <span className="num">{bytes(n)}</span> },
    { title: 'SHA-256', dataIndex: 'sha256', width: 160, render: (v: string) => <Digest name="SHA-256" value={v} /> },
    { title: 'SM3', dataIndex: 'sm3', width: 160, render: (v: string) => <Digest name="SM3" value={v} /> },
  ]
  return <Table<ReleaseFile> rowKey="path" size="small" columns={columns} dataSource={items} pagination={false} scroll={{ x: 900 }} />
}

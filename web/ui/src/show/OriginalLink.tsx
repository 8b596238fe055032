import { useQueryClient } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { versions } from '../api/documents'

interface Props {
  document: number
  version?: number
  chunk?: number
  children: ReactNode
}

/** The way to a text, and to an article in it: where the article stands is looked up when somebody goes there. */
export function OriginalLink({ document, version, chunk, children }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const page = `/documents/${document}${version ? `?version=${version}` : ''}`
  async function go(e: MouseEvent) {
    if (!version || !chunk || e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    const chunks = await client.fetchQuery({ queryKey: ['chunks', version], queryFn: () => versions.chunks(version), staleTime: 600_000 }).catch(() => [])
    const found = chunks.find((c) => c.id === chunk)
    void navigate(found ? `${page}&start=${found.start}&end=${found.end}` : page)
  }
  return (
    <Link to={page} onClick={(e) => void go(e)}>
      {children}
    </Link>
  )
}

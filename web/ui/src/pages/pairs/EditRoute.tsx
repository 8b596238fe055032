import { useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import { pairs } from '../../api/pairs'
import { Await } from '../../show/States'
import { blank, contentOf } from './content'
import { Editor } from './Editor'
import './pairs.css'

/** A new pair, or a new version of one that is not under review. */
export default function EditRoute() {
  const id = Number(useParams().id) || undefined
  const [params] = useSearchParams()
  const query = useQuery({ queryKey: ['pair', id], queryFn: () => pairs.byID(id ?? 0), enabled: id !== undefined })
  if (id === undefined) {
    const of = (name: string) => Number(params.get(name)) || undefined
    const document = of('document')
    const lit = params.get('end') ? { start: Number(params.get('start')), end: Number(params.get('end')) } : undefined
    return <Editor before={blank} start={document ? { document, version: of('version'), lit } : undefined} />
  }
  return <Await query={query}>{(pair) => <Editor key={`${pair.id}.${pair.version}`} pair={pair} before={contentOf(pair)} />}</Await>
}

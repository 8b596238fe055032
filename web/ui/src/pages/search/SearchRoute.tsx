import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { search } from '../../api/search'
import { Await, Empty } from '../../show/States'
import { HitCard } from './HitCard'
import { SearchForm, type Asked } from './SearchForm'
import './search.css'

/** Search, without an answer made of it. What is asked stands in the address, so that it can be kept and sent on. */
export default function SearchRoute() {
  const [params, setParams] = useSearchParams()
  const asked = read(params)
  const query = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => search({ ...asked, k: asked.k }, signal),
    enabled: asked.q !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <div className="page search">
      <div className="page-head">
        <h1>检索条文</h1>
      </div>
      <SearchForm key={params.toString()} asked={asked} busy={query.isFetching} onSearch={(next) => setParams(write(next))} />
      {asked.q === '' ? (
        <div className="panel">
          <Empty title="按条文检索">
            输入关键词、整句问题、发文字号或文件名。默认只列出所选时点有效的条文；需要查历史规定时，可指定时点，或勾选“含已失效”。
          </Empty>
        </div>
      ) : (
        <Await query={query} what="正在检索">
          {(result) => <Found result={result} explain={asked.explain === true} />}
        </Await>
      )}
    </div>
  )
}

function Found({ result, explain }: { result: Awaited<ReturnType<typeof search>>; explain: boolean }) {
  const hits = result.hits ?? []
  return (
    <>
      <p className="muted small">
        找到 {hits.length} 条，用时 {result.took_ms.toFixed(0)} 毫秒。{result.degraded}
      </p>
      {hits.length === 0 && (
        <div className="panel">
          <Empty title="没有找到相近的条文">可以换一种说法，缩短检索词，或勾选“含已失效”。若确有此文件，请联系管理员入库。</Empty>
        </div>
      )}
      <ol className="hits">
        {hits.map((hit, i) => (
          <HitCard key={hit.entry_id} rank={i + 1} hit={hit} asOf={result.as_of} query={result.query} explain={explain} />
        ))}
      </ol>
    </>
  )
}

function read(params: URLSearchParams): Asked {
  return {
    q: params.get('q') ?? '',
    k: Number(params.get('k')) || 10,
    as_of: params.get('as_of') ?? undefined,
    leg: params.get('leg') ?? undefined,
    any_validity: params.get('any_validity') === '1',
    explain: params.get('explain') === '1',
  }
}

function write(asked: Asked): URLSearchParams {
  const params = new URLSearchParams({ q: asked.q })
  if (asked.k !== 10) params.set('k', String(asked.k))
  if (asked.as_of) params.set('as_of', asked.as_of)
  if (asked.leg) params.set('leg', asked.leg)
  if (asked.any_validity) params.set('any_validity', '1')
  if (asked.explain) params.set('explain', '1')
  return params
}

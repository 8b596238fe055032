import { useQuery } from '@tanstack/react-query'
import { keys } from '../../api/users'
import { Await } from '../../show/States'
import { KeyPanel } from '../me/KeyPanel'
import '../me/me.css'

/** A partner's own keys. */
export default function KeysRoute() {
  const query = useQuery({ queryKey: ['keys'], queryFn: keys.list })
  return (
    <div className="page">
      <div className="page-head">
        <h1>接口密钥</h1>
      </div>
      <section className="panel">
        <Await query={query} what="正在取得密钥">{(list) => <KeyPanel items={list.items ?? []} who="供本单位的程序取用语料。" purpose="语料同步程序" />}</Await>
      </section>
    </div>
  )
}

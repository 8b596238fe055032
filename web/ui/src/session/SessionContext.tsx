import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, type ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { whenSessionLost } from '../api/client'
import { isStatus } from '../api/fault'
import type { Actor } from '../api/model'
import { session } from '../api/session'
import { Failed, Loading } from '../show/States'
import { has, homeOf } from './access'
import type { Role } from '../api/model'

const Who = createContext<Actor | undefined>(undefined)

/** The signed-in actor. Only below RequireSession. */
export function useActor(): Actor {
  const actor = useContext(Who)
  if (!actor) throw new Error('useActor outside RequireSession')
  return actor
}

export const sessionKey = ['session']

/** Lets only signed-in people through; others go to the sign-in page and come back to where they were. */
export function RequireSession({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const location = useLocation()
  const query = useQuery({ queryKey: sessionKey, queryFn: session.current, retry: false, staleTime: 5 * 60_000 })

  useEffect(() => {
    whenSessionLost(() => client.resetQueries({ queryKey: sessionKey }))
  }, [client])

  if (query.data?.must_change && location.pathname !== '/me') return <Navigate to="/me" replace />
  if (query.data) return <Who value={query.data}>{children}</Who>
  if (isStatus(query.error, 401)) {
    return <Navigate to="/login" replace state={{ from: location.pathname + location.search }} />
  }
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading what="正在确认登录状态" />
}

/** Sends those without any of roles to their own first page. */
export function RequireRole({ roles, children }: { roles: Role[]; children: ReactNode }) {
  const actor = useActor()
  return has(actor, ...roles) ? children : <Navigate to={homeOf(actor)} replace />
}

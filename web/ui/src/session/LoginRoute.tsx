import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from 'react-router'
import { session } from '../api/session'
import { homeOf } from './access'
import { LoginForm } from './LoginForm'
import { sessionKey } from './SessionContext'

/** Signs in and goes back to where the person came from. */
export default function LoginRoute() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const from = (useLocation().state as { from?: string } | null)?.from
  const signIn = useMutation({
    mutationFn: (given: { login: string; password: string }) => session.signIn(given.login.trim(), given.password),
    onSuccess: (actor) => {
      client.clear() // nothing of whoever was here before
      client.setQueryData(sessionKey, actor)
      void navigate(from && from !== '/' ? from : homeOf(actor), { replace: true })
    },
  })
  return <LoginForm busy={signIn.isPending} error={signIn.error} onSubmit={signIn.mutate} />
}

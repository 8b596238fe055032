import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { system } from '../api/system'
import { has } from '../session/access'
import { useActor } from '../session/SessionContext'

/** How the server is. Asked again every minute; only of those who may know. */
export function useSystem() {
  const readers = has(useActor(), 'staff', 'expert', 'lead', 'admin')
  return useQuery({ queryKey: ['system'], queryFn: system.state, refetchInterval: 60_000, enabled: readers, retry: false })
}

/** Says what is missing from the service, so that a weaker answer is no surprise. */
export function SystemBanner() {
  const { data } = useSystem()
  const degraded = data?.degraded ?? []
  if (data?.demo !== true && degraded.length === 0) return null
  const demo = data?.demo ? ['演示环境：云澜市及其文件均为虚构，不得作为工作依据。'] : []
  return (
    <Alert
      className="banner"
      type={degraded.length > 0 ? 'warning' : 'info'}
      showIcon
      title={<span className="small">{[...degraded.map(sentence), ...demo].join('　')}</span>}
    />
  )
}

function sentence(text: string): string {
  return /[。！？]$/.test(text) ? text : `${text}。`
}

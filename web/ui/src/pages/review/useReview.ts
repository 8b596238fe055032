import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Pair } from '../../api/model'
import { review, type Decision } from '../../api/review'
import { leaseEnd } from './lease'
import { outcomeOf } from './outcome'

export interface HeldPair {
  pair: Pair
  /** by this machine's clock */
  end: number
}

const autoKey = 'bianku.review.auto'

/** The queue and the one item that is held. */
export function useReview() {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [held, setHeld] = useState<HeldPair>()
  const [drained, setDrained] = useState(false)
  const [auto, setAuto] = useState(() => window.localStorage.getItem(autoKey) !== 'no')
  const queue = useQuery({ queryKey: ['review'], queryFn: review.queue, refetchInterval: 20_000 })

  const next = useMutation({
    mutationFn: review.next,
    onSuccess: ({ item, lease_until }) => {
      setHeld(item ? { pair: item, end: leaseEnd(lease_until ?? item.leased_until, Date.now()) } : undefined)
      setDrained(!item)
      void client.invalidateQueries({ queryKey: ['review'] })
    },
    onError: (error) => void message.error(messageOf(error)),
  })

  const settled = () => {
    setHeld(undefined)
    void client.invalidateQueries({ queryKey: ['review'] })
    void client.invalidateQueries({ queryKey: ['pairs'] })
    void client.invalidateQueries({ queryKey: ['pair-versions', held?.pair.id] })
  }
  const decide = useMutation({
    mutationFn: (decision: Decision) => review.decide(held?.pair.id ?? 0, decision),
    onSuccess: (after, decision) => {
      settled()
      void message.success(outcomeOf(decision.action, after))
      if (auto) next.mutate()
    },
  })
  const giveBack = useMutation({
    mutationFn: () => review.giveBack(held?.pair.id ?? 0),
    onSuccess: () => {
      settled()
      void message.success('已归还队列，其他人可以领取')
    },
    onError: (error) => void message.error(messageOf(error)),
  })
  const chooseAuto = (on: boolean) => {
    window.localStorage.setItem(autoKey, on ? 'yes' : 'no')
    setAuto(on)
  }
  /** What was held is somebody else's now. */
  const drop = () => settled()
  return { queue, held, drained, next, decide, giveBack, drop, auto, chooseAuto }
}

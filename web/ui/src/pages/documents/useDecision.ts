import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { relations } from '../../api/documents'
import { messageOf } from '../../api/fault'

/** Confirms or rejects a relation between texts. */
export function useDecision() {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ id, state }: { id: number; state: 'confirmed' | 'rejected' }) => relations.decide(id, state),
    onSuccess: () => {
      void client.invalidateQueries() // a confirmed repeal changes what is in force everywhere
      void message.success('已记录')
    },
    onError: (error) => void message.error(messageOf(error)),
  })
}

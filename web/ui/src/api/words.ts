import { api } from './client'
import type { List, WordCoverage, WordList, WordVerdict } from './model'

export interface WordImport {
  list: string
  class: string
  action: string
  file: File
}

export const words = {
  lists: async () => (await api.get<List<WordList>>('/sensitive-words/lists')).items ?? [],
  coverage: () => api.get<WordCoverage>('/sensitive-words/coverage'),
  check: (text: string) => api.post<WordVerdict>('/sensitive-words/check', { text }),
  import: (given: WordImport) => {
    const form = new FormData()
    form.set('list', given.list)
    form.set('class', given.class)
    form.set('action', given.action)
    form.set('file', given.file) // the server reads the fields before the file
    return api.form<{ added: number }>('/sensitive-words/import', form)
  },
}

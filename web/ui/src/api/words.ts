import { api, dataOf, form } from './client'

export interface WordImport {
  list: string
  class: string
  action: string
  file: File
}

export const words = {
  lists: async () => (await dataOf(api.GET('/api/v1/sensitive-words/lists'))).items,
  coverage: () => dataOf(api.GET('/api/v1/sensitive-words/coverage')),
  check: (text: string) => dataOf(api.POST('/api/v1/sensitive-words/check', { body: { text } })),
  import: ({ file, ...fields }: WordImport) => dataOf(api.POST('/api/v1/sensitive-words/import', form(fields, [['file', file]]))),
}

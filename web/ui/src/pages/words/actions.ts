export const actionWords: Record<string, string> = { block: '拦截', mask: '遮盖', review: '转人工复核', log: '只记录' }

const words: [RegExp, string][] = [
  [/^data\/pairs\.jsonl$/, '四元组：问题、答案、依据、关联'],
  [/^data\/chunks\.jsonl$/, '问答对所依据的原文条目'],
  [/alpaca/, '训练格式：alpaca'],
  [/sharegpt/, '训练格式：ShareGPT'],
  [/openai|messages/, '训练格式：OpenAI messages'],
  [/tc609/, '标准格式：TC609-5-2025-02'],
  [/croissant/, '数据集元数据（Croissant）'],
  [/CHANGELOG/, '变更记录'],
  [/LICENSE/, '共享协议：可以做的和不可以做的'],
  [/README|card|数据集/i, '数据集说明'],
  [/MANIFEST\.json/, '清单：每个文件、每条记录的校验值和发布规则'],
  [/MANIFEST\.sig/, '对清单的国密签名'],
  [/PUBLIC_KEY/, '验证签名的公钥'],
]

/** fileWords says what a file of a release holds. */
export function fileWords(path: string): string {
  return words.find(([pattern]) => pattern.test(path))?.[1] ?? '—'
}

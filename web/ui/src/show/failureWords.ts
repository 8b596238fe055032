// Failures, their stages and tickets in the words a person reads (DESIGN §3, eval/failure.go, eval/ticket).

/** What went wrong with a case. The server's class names the stage, which is shown beside it. */
export const classWords: Record<string, string> = {
  corpus_missing: '语料缺失',
  parse_lost: '解析切分错误',
  validity_wrong: '效力错误',
  label_wrong: '标注错误',
  not_retrieved: '召回失败',
  ranked_low: '排序失败',
  generation_wrong: '生成错误',
  citation_wrong: '引文不符',
  should_refuse: '应拒未拒',
  should_answer: '不应拒而拒',
}

/** What each class says, in a sentence: shown where it is met for the first time. */
export const classMeaning: Record<string, string> = {
  corpus_missing: '库中没有载有标准依据的文件',
  parse_lost: '文件在库，但依据文字丢失或被切断',
  validity_wrong: '标准依据不在施行期内，或用了已废止的规定',
  label_wrong: '问答对本身有误：标准答案与其依据不符',
  not_retrieved: '依据已入库建索引，但没有被检索到',
  ranked_low: '依据检索到了，但排在后面没有用上',
  generation_wrong: '依据已在手，答案写错',
  citation_wrong: '答案对，引文不是应引的条文',
  should_refuse: '应当拒答而作了回答',
  should_answer: '应当回答而拒答',
}

/** The stages of the line of work, in its order. */
export const stages = ['数据集成', '编目', '标注', '检索', '生成']

export const ticketStates = ['new', 'assigned', 'fixing', 're_review', 're_run', 'closed'] as const

export const ticketWords: Record<string, string> = {
  new: '新建',
  assigned: '已指派',
  fixing: '修复中',
  re_review: '待复审',
  re_run: '待复测',
  closed: '已关闭',
}

/** What a reporter reads of the ticket that came of a thumbs-down. */
export const reporterWords: Record<string, string> = {
  new: '已受理，等待指派',
  assigned: '已指派专人处理',
  fixing: '正在修复',
  re_review: '已修复，等待复审',
  re_run: '复审通过，等待复测',
  closed: '已改正并复测通过',
}

export const severityWords: Record<string, string> = { low: '一般', normal: '普通', high: '紧急' }

export const objectWords: Record<string, string> = {
  document: '文件',
  version: '文件版本',
  chunk: '条文',
  fact: '编制数据',
  relation: '文件关系',
  pair: '问答对',
  prompt: '提示词',
  weight: '检索权重',
  weights: '检索权重',
  question: '评测题',
  program: '程序',
  word: '词表',
}

export const runWords: Record<string, string> = {
  queued: '排队中',
  running: '进行中',
  done: '已完成',
  failed: '失败',
  cancelled: '已取消',
}

export const setOrigins: Record<string, string> = { file: '导入文件', pairs: '已审定问答对', sample: '示例题' }

/** Parts of a set: dev is tuned on, test decides. */
export const splitWords: Record<string, string> = { dev: '开发', test: '检验', train: '训练' }

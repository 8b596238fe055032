// Actions are dotted, object first; the words are put together from both halves.

export const groupWords: Record<string, string> = {
  session: '登录',
  account: '账号',
  apikey: '接口密钥',
  document: '文件',
  batch: '批次',
  intake: '入库',
  relation: '文件关系',
  answer: '问答',
  feedback: '评价',
  conversation: '对话',
  words: '敏感词',
}

const verbWords: Record<string, string> = {
  create: '新建',
  update: '修改',
  open: '登录',
  close: '退出',
  fail: '失败',
  lock: '锁定',
  password: '修改密码',
  reset: '重置密码',
  revoke: '吊销',
  withdraw: '撤下',
  clearance: '调整密级',
  add: '新增',
  retry: '重试',
  quarantine: '隔离',
  confirm: '确认',
  confirmed: '确认',
  reject: '否定',
  rejected: '否定',
  decide: '处理',
  give: '提交',
  ask: '提问',
  rename: '改名',
  delete: '删除',
  remove: '移除',
  import: '导入',
}

/** actionWords says an action in Chinese as far as its halves are known. */
export function actionWords(action: string): string {
  const [group = '', verb = ''] = action.split('.')
  const thing = groupWords[group]
  const done = verbWords[verb]
  if (thing && done) return thing === done || done.startsWith(thing) ? done : `${thing}：${done}`
  return thing ?? action
}

export const viaWords: Record<string, string> = { session: '网页', apikey: '接口密钥', cli: '命令行', job: '后台任务' }

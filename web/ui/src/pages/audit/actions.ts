// What the trail calls things, in Chinese. Actions are dotted, object first.

export const groupWords: Record<string, string> = {
  session: '登录',
  account: '账号',
  apikey: '接口密钥',
  answer: '问答',
  conversation: '对话',
  document: '文件',
  version: '版本',
  batch: '批次',
  intake: '入库',
  relation: '文件关系',
  words: '敏感词',
}

const objects: Record<string, string> = { ...groupWords, turn: '问答', word_list: '词表' }

const actions: Record<string, string> = {
  'session.open': '登录',
  'session.close': '退出登录',
  'session.refuse': '登录被拒绝',
  'account.create': '新建账号',
  'account.update': '修改账号',
  'account.set_password': '重置密码',
  'account.change_password': '修改本人密码',
  'apikey.create': '新建接口密钥',
  'apikey.revoke': '吊销接口密钥',
  'answer.give': '提问并得到回答',
  'answer.feedback': '评价回答',
  'conversation.rename': '修改对话标题',
  'conversation.delete': '删除对话',
  'document.clearance': '调整文件密级',
  'document.withdraw': '撤下文件',
  'document.restore': '恢复文件',
  'version.add': '新增版本',
  'batch.create': '提交批次',
  'intake.retry': '重试入库',
  'intake.quarantine': '隔离文件',
  'relation.confirmed': '确认文件关系',
  'relation.rejected': '否定文件关系',
  'words.import': '导入敏感词',
  'words.remove': '移除敏感词表',
}

/** actionWords says an action in Chinese; an action not known yet by its object alone. */
export function actionWords(action: string): string {
  return actions[action] ?? groupWords[action.split('.')[0] ?? ''] ?? '其他操作'
}

/** objectWords says what an action was done to. */
export function objectWords(object: string, id: string): string {
  return `${objects[object] ?? '其他'} ${id}`.trim()
}

export const viaWords: Record<string, string> = { session: '网页', apikey: '接口密钥', cli: '命令行', job: '后台任务' }

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
  pair: '问答对',
  draft: '起草',
  eval: '评测',
  ticket: '工单',
  release: '发布',
}

const objects: Record<string, string> = { ...groupWords, turn: '问答', word_list: '词表', draft_run: '起草任务', eval_set: '评测集', eval_run: '评测' }

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
  'pair.create': '新建问答对',
  'pair.revise': '修改问答对',
  'pair.submit': '提交问答对审核',
  'pair.verdict': '签署审核结论',
  'pair.accept': '问答对通过初审',
  'pair.approve': '问答对审定',
  'pair.reject': '退回问答对',
  'pair.recheck': '问答对重新审核',
  'pair.withdraw': '撤下问答对',
  'draft.start': '起草问答对',
  'eval.set.import': '建立评测集',
  'eval.run.create': '发起评测',
  'eval.run.cancel': '取消评测',
  'eval.run.done': '完成评测',
  'ticket.open': '开立工单',
  'ticket.case': '工单归入案例',
  'ticket.assign': '指派工单',
  'ticket.start': '开始处理工单',
  'ticket.fixed': '填写修复版本',
  'ticket.accept': '工单复审通过',
  'ticket.reject': '工单复审退回',
  'ticket.rerun': '工单复测',
  'ticket.failed': '工单复测未通过',
  'ticket.again': '工单复测未通过',
  'ticket.close': '关闭工单',
  'ticket.reopen': '重开工单',
  'release.begin': '开始生成发布',
  'release.build': '生成发布',
  'release.fail': '发布生成失败',
  'release.pull': '取用发布文件',
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

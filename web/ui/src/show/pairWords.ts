// Pairs, their review and their releases in the words a person reads (annotate/model.go, DOMAIN.md §3).

export const pairStates: Record<string, string> = { draft: '草稿', review: '审核中', approved: '已审定', rejected: '已退回', withdrawn: '已撤下' }

export const roundWords: Record<number, string> = { 1: '初审', 2: '复审' }

export const originWords: Record<string, string> = { rule: '规则起草', model: '模型起草', expert: '专家编写', feedback: '来自用户反馈', failure: '来自评测失败' }

export const linkWords: Record<string, string> = { related: '相关', prerequisite: '先决', contrast: '对照', supersedes: '取代' }

export const metricWords: Record<string, string> = { accuracy: '内容准确性', format: '格式规范性', relevance: '主题相关度', logic: '逻辑一致性', identity: '标识完整性' }

export const verdictWords: Record<string, string> = { accept: '通过', edit: '修改', reject: '退回' }

/** Why a reviewer sends a pair back (annotate.Reasons). */
export const reasonWords: Record<string, string> = {
  wrong_answer: '答案有误', wrong_number: '数字有误', wrong_basis: '依据不符', not_in_force: '依据已失效', unclear: '问题不清', duplicate: '重复', off_topic: '与机构编制无关',
  format: '格式不规范', other: '其他',
}

export const releaseStates: Record<string, string> = { building: '正在生成', ready: '已发布', failed: '生成失败' }

/** Why a record may leave the house. */
export const ruleWords: Record<string, string> = { public_l1: '公开（L1）记录，直接发布', desensitised: '脱敏后发布' }

// The names the evaluation uses (eval.TypeName), so that a type reads the same in both places.
const types = [
  '定义', '近义辨析', '现行规定', '内设机构程序', '审批权限', '生效时间', '时点效力', '已被取代的规定', '编制数', '领导职数', '计算', '汇总', '数字沿革', '职责归属',
  '职责冲突', '比较', '版本差异', '编制类型', '违规处理', '条文查询', '关系', '列表', '登记', '政策研究', '起草', '多步', '前提有误', '不可答：库中无',
  '不可答：涉密或个人', '不可答：域外或评价',
]

/** typeName says question type n. */
export function typeName(n: number): string {
  return types[n - 1] ?? '其他'
}

/** typeOptions are all types for a field of choice. */
export const typeOptions = types.map((label, i) => ({ value: i + 1, label: `${i + 1}　${label}` }))

/** stateOf is where a pair stands, the round included. */
export function stateOf(p: { state: string; round?: number }): string {
  if (p.state === 'review' && p.round) return `待${roundWords[p.round]}`
  return pairStates[p.state] ?? '—'
}

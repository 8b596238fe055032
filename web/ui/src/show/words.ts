// Codes of the server and the words a person reads for them, in one place (DOMAIN.md §2 and the models).

import type { DocKind, Role, Status } from '../api/model'

export const statusWords: Record<Status, string> = {
  in_force: '现行有效',
  amended: '已修改',
  repealed: '已废止',
  lapsed: '已失效',
  not_yet_effective: '尚未生效',
  draft: '征求意见稿',
  unknown: '效力未知',
}

export const kindWords: Record<DocKind, string> = {
  law: '法规制度',
  gongwen: '公文',
  sanding: '“三定”规定',
  reply: '批复',
  journal: '期刊文章',
  plain: '其他资料',
}

export const roleWords: Record<Role, string> = {
  staff: '工作人员',
  expert: '领域专家',
  lead: '审核组长',
  admin: '管理员',
  auditor: '审计员',
  partner: '共建城市',
}

export const clearanceWords: Record<number, string> = { 1: '公开', 2: '内部', 3: '受限', 4: '敏感个人信息' }

export const sourceWords: Record<number, string> = {
  1: '机构编制网站与政务新媒体',
  2: '政策法规',
  3: '期刊文献',
  4: '“三定”规定',
  5: '核心业务数据',
  6: '跨部门数据',
}

export const stateWords: Record<string, string> = {
  queued: '排队中',
  running: '处理中',
  done: '已完成',
  failed: '失败',
  duplicate: '重复',
  quarantined: '已隔离',
}

export const relationWords: Record<string, string> = {
  basis_of: '以其为依据',
  implements: '贯彻实施',
  amends: '修改',
  revises: '修订',
  repeals: '废止',
  repeals_part: '部分废止',
  replaces: '代替',
  interprets: '解释',
  cites: '引用',
  attached_to: '附件',
  supersedes_org_charter: '代替原“三定”规定',
}

export const relationStates: Record<string, string> = { proposed: '待确认', confirmed: '已确认', rejected: '已否定' }

export const factWords: Record<string, string> = {
  quota_admin: '行政编制',
  quota_political_legal: '政法专项编制',
  quota_institution: '事业编制',
  quota_civil_ref: '参公编制',
  quota_support: '工勤编制',
  quota: '编制',
  leader_chief: '正职职数',
  leader_deputy: '副职职数',
  inner_leader_quota: '内设机构领导职数',
  leader_other: '其他职数',
  internal_units: '内设机构数',
}

export const fieldWords: Record<string, string> = {
  copy_no: '份号',
  secrecy: '密级',
  urgency: '紧急程度',
  issuer: '发文机关',
  doc_no: '发文字号',
  signer: '签发人',
  title: '标题',
  recipients: '主送机关',
  attachment: '附件',
  contents: '目录',
  effective: '施行日期',
  period: '有效期',
  signature: '署名',
  signed_on: '成文日期',
  published_on: '公布日期',
  printed_on: '印发日期',
  printed_by: '印发机关',
  effective_from: '施行日期',
  effective_to: '有效期至',
  release_flag: '公开方式',
  cc: '抄送机关',
  kind: '文种',
  org: '所涉机构',
  envelope: '所印发文件',
  basis: '制定依据',
}

export const historyWords: Record<string, string> = {
  adopted: '通过',
  promulgated: '公布',
  amended: '修正',
  revised: '修订',
  effective: '施行',
  approved: '批准',
}

export const refusalWords: Record<string, string> = {
  no_evidence: '库中没有依据',
  partial: '依据不完整',
  secret: '涉及国家秘密或工作秘密',
  personal: '涉及个人信息',
  opinion: '属于主观评价',
  out_of_domain: '超出业务范围',
  not_in_force: '所问时点无有效规定',
  blocked: '含有不宜处理的内容',
  unclear: '问题不够明确',
}

export const feedbackReasons: Record<string, string> = {
  wrong: '结论有误',
  outdated: '规定已过时',
  citation: '依据对不上',
  incomplete: '内容不完整',
  refused: '不应拒绝回答',
  other: '其他',
}

export const legWords: Record<string, string> = { fused: '综合', lexical: '关键词', dense: '语义' }

export const directWords: Record<string, string> = { doc_no: '按发文字号直接查得', title: '按文件名直接查得', article: '按条文序号直接查得' }

/** wordOf looks a code up; one that is not known is shown as a dash rather than as foreign text. */
export function wordOf(words: Record<string | number, string>, code: string | number | undefined): string {
  return (code !== undefined && words[code]) || '—'
}

/** inWords puts the words for refusal codes where the server's sentence carries a bare code. */
export function inWords(text: string | undefined): string {
  return (text ?? '').replace(/[“"]?\b(no_evidence|partial|secret|personal|opinion|out_of_domain|not_in_force|blocked|unclear)\b[”"]?/g, (_, code: string) => `“${refusalWords[code]}”`)
}

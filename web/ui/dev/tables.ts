// Tables of development: accounts, keys, trail, word lists.
import type { Account, ApiKey, AuditEntry, Stage, WordCoverage, WordList } from '../src/api/model'

const made = '2026-10-08T01:00:00Z'

export const accounts: Account[] = [
  { id: 1, login: 'admin', name: '系统管理员', unit: '市委编办综合处', roles: ['admin', 'lead', 'auditor'], clearance: 3, disabled: false, must_change: false, created_at: made, last_login: '2026-11-22T00:40:00Z' },
  { id: 2, login: 'staff', name: '林书远', unit: '市委编办机关编制处', roles: ['staff'], clearance: 2, disabled: false, must_change: false, created_at: made, last_login: '2026-11-21T08:12:00Z' },
  { id: 3, login: 'expert', name: '周砚秋', unit: '市委编办事业单位处', roles: ['staff', 'expert'], clearance: 3, disabled: false, must_change: true, created_at: made, last_login: null },
  { id: 4, login: 'former', name: '何一鸣', unit: '市水利局', roles: ['staff'], clearance: 1, disabled: true, must_change: false, created_at: made, last_login: '2026-05-30T02:00:00Z' },
]

export const keys: ApiKey[] = [
  { id: 1, account_id: 1, login: 'admin', name: '办公客户端', prefix: 'bk_9fK2', created_at: made, expires_on: '2027-04-08', revoked_at: null, used_at: '2026-11-22T00:10:00Z' },
]

export const stages: Stage[] = [
  { name: 'parse', label: '读取文字' }, { name: 'structure', label: '识别结构' }, { name: 'store', label: '保存版本' },
  { name: 'index', label: '建立关键词索引' }, { name: 'embed', label: '建立语义索引' },
]

const actions = ['session.open', 'answer.give', 'document.withdraw', 'account.create', 'relation.confirm', 'words.import']

export const trail: AuditEntry[] = Array.from({ length: 64 }, (_, i) => {
  const action = actions[i % actions.length]!
  return {
    id: 500 - i, at: new Date(Date.parse('2026-11-22T01:00:00Z') - i * 2_700_000).toISOString(), actor_id: 1, actor_login: i % 3 ? 'staff' : 'admin',
    actor_name: i % 3 ? '林书远' : '系统管理员', actor_roles: i % 3 ? ['staff'] : ['admin'], via: 'session', action, object: action.split('.')[0]!, object_id: String(300 - i),
    before: i % 4 === 2 ? { clearance: 2 } : undefined, after: i % 2 ? { clearance: 3, title: '云澜市机构编制管理办法' } : undefined,
  }
})

export const wordLists: WordList[] = [
  { name: '系统自带词表', built_in: true, version: 1, words: 642, classes: null as unknown as Record<string, number> },
  { name: '市委网信办2026年第2批', built_in: false, version: 3, words: 3120, classes: {}, updated_at: '2026-11-02T03:00:00Z' },
]

const classNames = ['颠覆国家政权', '危害国家安全', '煽动分裂国家', '宣扬恐怖主义', '宣扬民族仇恨', '传播暴力', '传播淫秽色情', '虚假有害信息']

export const wordReport: WordCoverage = {
  total: 3762, needed_total: 10000, complete: false, updated_at: '2026-11-02T03:00:00Z',
  problems: ['总词数 3762，还差 6238 词。', '类别“宣扬恐怖主义”有 60 词，还差 140 词。'],
  classes: classNames.map((name, i) => ({ code: `A.1.${i + 1}`, name, group: 'A.1', needed: 200, words: 60 + i * 31, missing: Math.max(0, 140 - i * 31) })),
}

// What a role sees in the menu. The server decides what it may do; this only keeps doors out of sight that are closed.

import type { Actor, Role } from '../api/model'

export interface Place {
  path: string
  label: string
  roles: Role[]
}

const readers: Role[] = ['staff', 'expert', 'lead', 'admin']

export const places: Place[] = [
  { path: '/', label: '问答', roles: readers },
  { path: '/search', label: '检索', roles: readers },
  { path: '/documents', label: '文档', roles: readers },
  { path: '/relations', label: '关系', roles: ['lead', 'admin'] },
  { path: '/pairs', label: '问答对', roles: ['expert', 'lead', 'admin'] },
  { path: '/review', label: '审核', roles: ['expert', 'lead'] },
  { path: '/eval', label: '评测', roles: ['lead', 'admin'] },
  { path: '/tickets', label: '工单', roles: ['expert', 'lead', 'admin'] },
  { path: '/releases', label: '发布', roles: ['lead', 'admin'] },
  { path: '/releases', label: '语料发布', roles: ['partner'] },
  { path: '/keys', label: '接口密钥', roles: ['partner'] },
  { path: '/jobs', label: '任务', roles: ['admin'] },
  { path: '/users', label: '用户', roles: ['admin'] },
  { path: '/words', label: '敏感词', roles: ['admin'] },
  { path: '/audit', label: '审计', roles: ['auditor'] },
]

/** has says whether an actor holds any of roles. */
export function has(actor: Pick<Actor, 'roles'>, ...roles: Role[]): boolean {
  return (actor.roles ?? []).some((role) => roles.includes(role))
}

/** placesOf lists the pages of an actor. */
export function placesOf(actor: Pick<Actor, 'roles'>): Place[] {
  const mine = places.filter((place) => has(actor, ...place.roles))
  return mine.filter((place, i) => mine.findIndex((other) => other.path === place.path) === i) // the releases have a name of their own for partners
}

/** homeOf is where an actor lands after signing in. */
export function homeOf(actor: Pick<Actor, 'roles'>): string {
  return placesOf(actor)[0]?.path ?? '/me'
}

import type { User } from '../../resources/registration'

const accountPrefix = 'system:serviceaccount:'

export const anonymous: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] }

export const accountUsername = (namespace: string, name: string) => `${accountPrefix}${namespace}:${name}`

export const accountGroups = (namespace: string) => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
]

/** Namespace and name of the service account that a username stands for. */
export function accountOf(username: string): { namespace: string; name: string } | undefined {
  if (!username.startsWith(accountPrefix)) return undefined
  const [namespace = '', name = '', ...more] = username.slice(accountPrefix.length).split(':')
  return namespace && name && more.length === 0 ? { namespace, name } : undefined
}

/** Whoever said who they are is in a group of their own. */
export function withAuthenticated(user: User): User {
  const own = user.username === anonymous.username ? 'system:unauthenticated' : 'system:authenticated'
  if (user.groups.includes(own) || user.groups.includes('system:unauthenticated')) return user
  return { ...user, groups: [...user.groups, own] }
}

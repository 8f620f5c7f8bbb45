import type { IncomingMessage } from 'node:http'
import type { User } from '../../resources/registration'
import { forbidden } from '../status'

const accountPrefix = 'system:serviceaccount:'

/** The groups that a name brings along. */
function impliedGroups(username: string): string[] {
  if (!username.startsWith(accountPrefix)) return ['system:authenticated']
  const [namespace] = username.slice(accountPrefix.length).split(':')
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated']
}

/**
 * Whom the request is made as: `kubectl --as`. Who holds a token of another user cannot be played, or a learner could
 * pass for the grader. Throws Forbidden.
 */
export function impersonated({ headers }: IncomingMessage, user: User, users: readonly User[]): User {
  const username = headers['impersonate-user']
  if (typeof username !== 'string' || username === '') return user
  const other = users.some(one => one.username === username && one.username !== user.username)
  if (other || !user.groups.includes('system:masters')) {
    throw forbidden(
      { group: '', name: 'users' },
      username,
      `User "${user.username}" cannot impersonate resource "users" in API group "" at the cluster scope`,
    )
  }
  // Node joins what was sent in several headers.
  const groups = String(headers['impersonate-group'] ?? '')
    .split(',')
    .map(group => group.trim())
    .filter(Boolean)
  return { username, groups: [...groups, ...impliedGroups(username)] }
}

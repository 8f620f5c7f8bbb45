import type { IncomingMessage } from 'node:http'
import type { User } from '../../resources/registration'
import { goQuote } from '../../resources/validation/field-errors'
import type { Attributes } from '../authorization/attributes'
import { refusal, requireAllowed } from '../authorization/require'
import { decide } from '../authorization/rules'
import type { Registry } from '../registry'
import { ApiError, badRequest, forbidden } from '../status'
import { accountGroups, accountOf, withAuthenticated } from './users'

type Wanted = { username: string; uid: string; groups: string[]; extra: Record<string, string[]> }

const extraPrefix = 'impersonate-extra-'
const authentication = 'authentication.k8s.io'

/** Each header as it was sent: Node joins those of one name. */
function sent({ rawHeaders }: IncomingMessage): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    pairs.push([rawHeaders[at]!.toLowerCase(), Buffer.from(rawHeaders[at + 1]!, 'latin1').toString('utf8')])
  return pairs
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

const goStrings = (values: readonly string[]) =>
  values.length > 0 ? `[]string{${values.map(goQuote).join(', ')}}` : '[]string(nil)'

const goExtra = (extra: Wanted['extra']) => {
  const entries = Object.entries(extra).map(([key, values]) => `${goQuote(key)}:${goStrings(values)}`)
  return entries.length > 0 ? `map[string][]string{${entries.join(', ')}}` : 'map[string][]string(nil)'
}

/** Whom the headers ask to be taken for. Throws BadRequest for groups and the like without a user. */
function wantedBy(request: IncomingMessage): Wanted | undefined {
  const headers = sent(request)
  const all = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value)
  const extra: Wanted['extra'] = Object.create(null)
  for (const [name, value] of headers) {
    if (!name.startsWith(extraPrefix)) continue
    const key = unescaped(name.slice(extraPrefix.length))
    extra[key] = [...(extra[key] ?? []), value]
  }
  const [username = ''] = all('impersonate-user')
  const [uid = ''] = all('impersonate-uid')
  const groups = all('impersonate-group')
  if (username) return { username, uid, groups, extra }
  if (!uid && groups.length === 0 && Object.keys(extra).length === 0) return undefined
  throw badRequest(
    `requested &user.DefaultInfo{Name:"", UID:${goQuote(uid)}, Groups:${goStrings(groups)}, Extra:${goExtra(extra)}} without impersonating a user name`,
  )
}

type Mode = { name: string; fits(wanted: Wanted): boolean }

const onlyName = ({ uid, groups, extra }: Wanted) =>
  !uid && groups.length === 0 && Object.keys(extra).length === 0
const nodePrefix = 'system:node:'
const isNode = ({ username }: Wanted) => username.startsWith(nodePrefix)
const isAccount = ({ username }: Wanted) => accountOf(username) !== undefined

/** Ways to be somebody else for certain verbs only (KEP 5284). */
const constrained: readonly Mode[] = [
  { name: 'arbitrary-node', fits: wanted => onlyName(wanted) && isNode(wanted) },
  { name: 'serviceaccount', fits: wanted => onlyName(wanted) && isAccount(wanted) },
  { name: 'user-info', fits: wanted => !isNode(wanted) && !isAccount(wanted) },
]

/** Everything that must be allowed to be taken for somebody, by `impersonate` or `impersonate:MODE`. */
function* needed(wanted: Wanted, verb: string, ofNames: string): Generator<Attributes> {
  const attributes = (group: string, resource: string, name: string, namespace = '') => ({
    verb,
    group,
    resource,
    name,
    namespace,
  })
  const account = accountOf(wanted.username)
  if (account) yield attributes(ofNames, 'serviceaccounts', account.name, account.namespace)
  else if (isNode(wanted) && ofNames !== '')
    yield attributes(ofNames, 'nodes', wanted.username.slice(nodePrefix.length))
  else yield attributes(ofNames, 'users', wanted.username)
  if (wanted.uid) yield attributes(authentication, 'uids', wanted.uid)
  for (const group of wanted.groups) yield attributes(ofNames, 'groups', group)
  for (const [key, values] of Object.entries(wanted.extra))
    for (const value of values) yield attributes(authentication, `userextras/${key}`, value)
}

function requireConstrained(
  registry: Registry,
  user: User,
  wanted: Wanted,
  mode: Mode,
  asked: Attributes,
): void {
  requireAllowed(registry, user, { ...asked, verb: `impersonate-on:${mode.name}:${asked.verb}` })
  for (const attributes of needed(wanted, `impersonate:${mode.name}`, authentication)) {
    if (wanted.groups.includes('system:masters') && 'resource' in attributes) {
      throw refusal(user, attributes, 'impersonating the system:masters group is not allowed')
    }
    requireAllowed(registry, user, attributes)
  }
}

/** Throws the first mode's Forbidden when none of them, nor plain `impersonate`, is allowed. */
function requireImpersonation(registry: Registry, user: User, wanted: Wanted, asked: Attributes): void {
  const plain = [...needed(wanted, 'impersonate', '')]
  if (plain.every(attributes => decide(registry, user, attributes).allowed)) return
  let first: ApiError | undefined
  for (const mode of constrained.filter(({ fits }) => fits(wanted))) {
    try {
      requireConstrained(registry, user, wanted, mode, asked)
      return
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      first ??= error
    }
  }
  if (first) throw first
  for (const attributes of plain) requireAllowed(registry, user, attributes)
}

/**
 * Whom the request is made as: `kubectl --as`. Who holds a token of another user cannot be played, or a learner could
 * pass for the grader. Throws Forbidden, BadRequest.
 */
export function impersonated(
  request: IncomingMessage,
  user: User,
  asked: Attributes,
  { registry, users }: { registry: Registry; users: readonly User[] },
): User {
  const wanted = wantedBy(request)
  if (!wanted) return user
  const { username, uid, extra } = wanted
  if (users.some(one => one.username === username && one.username !== user.username)) {
    throw forbidden(
      { group: '', name: 'users' },
      username,
      `User ${goQuote(user.username)} cannot impersonate resource "users" in API group "" at the cluster scope`,
    )
  }
  requireImpersonation(registry, user, wanted, asked)
  const account = accountOf(username)
  const groups = wanted.groups.length === 0 && account ? accountGroups(account.namespace) : wanted.groups
  return withAuthenticated({
    username,
    groups,
    ...(uid ? { uid } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  })
}

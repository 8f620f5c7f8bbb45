import type { User } from '../../resources/registration'
import { goQuote } from '../../resources/validation/field-errors'
import type { Registry } from '../registry'
import { failure, forbidden } from '../status'
import type { Attributes } from './attributes'
import { decide } from './rules'

/** Forbidden in the words of the real server (apiserver, responsewriters.ForbiddenStatusError). */
export function refusal(user: User, attributes: Attributes, reason = '') {
  const who = `User ${goQuote(user.username)} cannot ${attributes.verb}`
  const because = reason && `: ${reason}`
  if ('path' in attributes)
    return failure(403, 'Forbidden', `forbidden: ${who} path ${goQuote(attributes.path)}${because}`, {})
  const { group, resource, namespace, name } = attributes
  const where = namespace ? `in the namespace ${goQuote(namespace)}` : 'at the cluster scope'
  return forbidden(
    { group, name: resource.split('/')[0]! },
    name,
    `${who} resource ${goQuote(resource)} in API group ${goQuote(group)} ${where}${because}`,
  )
}

/** Throws Forbidden unless the user's roles allow it. */
export function requireAllowed(registry: Registry, user: User, attributes: Attributes): void {
  const { allowed, reason } = decide(registry, user, attributes)
  if (!allowed) throw refusal(user, attributes, reason)
}

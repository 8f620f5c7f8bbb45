import type { User } from '../../resources/registration'
import type { RequestInfo } from '../http/request-info'
import type { Registry } from '../registry'
import { forbidden } from '../status'
import { type Attributes, isAllowed } from './rules'

const verbOfMethod: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** What a request does, in the words of rules. */
export function attributesOf(method: string, info: RequestInfo, watches: boolean): Attributes {
  const reading = watches ? 'watch' : info.name ? 'get' : 'list'
  const verb = verbOfMethod[method] ?? reading
  const ownNamespace = info.resource === 'namespaces' ? info.name : ''
  return {
    verb: verb === 'delete' && !info.name ? 'deletecollection' : verb,
    group: info.group,
    resource: info.subresource ? `${info.resource}/${info.subresource}` : info.resource,
    namespace: info.namespace || ownNamespace,
    name: info.name,
  }
}

/** Throws Forbidden in the words of the real server. */
export function requireAllowed(registry: Registry, user: User, attributes: Attributes): void {
  if (isAllowed(registry, user, attributes)) return
  const { verb, group, resource, namespace, name } = attributes
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
  throw forbidden(
    { group, name: resource.split('/')[0]! },
    name,
    `User "${user.username}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
  )
}

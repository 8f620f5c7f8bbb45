import { isTrue } from '../http/options'
import type { RequestInfo } from '../http/request-info'

/** What somebody wants to do with objects. `resource` may have a subresource: `pods/log`. */
export type ResourceAttributes = {
  verb: string
  group: string
  resource: string
  namespace: string
  name: string
}

/** What somebody wants of a path that is about no objects: `/healthz`. */
export type PathAttributes = { verb: string; path: string }

export type Attributes = ResourceAttributes | PathAttributes

const verbOfMethod: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** `metadata.name=web` in a field selector names the object, as for rules with resourceNames. */
const nameSelected = (query: URLSearchParams) =>
  query
    .get('fieldSelector')
    ?.split(',')
    .map(term => /^metadata\.name==?([^=]+)$/.exec(term)?.[1])
    .find(Boolean)

/** What a request does, in the words of rules (apiserver, request.RequestInfoFactory). */
export function attributesOf(
  method: string,
  path: string,
  info: RequestInfo | undefined,
  query: URLSearchParams,
): Attributes {
  if (!info?.resource) return { verb: method.toLowerCase(), path }
  const { group, resource, subresource, name } = info
  const ownNamespace = resource === 'namespaces' ? name : ''
  const reads = method === 'GET' || method === 'HEAD'
  const watches = reads && !subresource && (info.watch || isTrue(query.get('watch')))
  const verb = watches ? 'watch' : (verbOfMethod[method] ?? '')
  return {
    verb: ofMany[name ? '' : verb] ?? verb,
    group,
    resource: subresource ? `${resource}/${subresource}` : resource,
    namespace: info.namespace || ownNamespace,
    name: name || ((reads && nameSelected(query)) ?? '') || '',
  }
}

/** Verbs without an object's name. */
const ofMany: Readonly<Record<string, string>> = { get: 'list', delete: 'deletecollection' }

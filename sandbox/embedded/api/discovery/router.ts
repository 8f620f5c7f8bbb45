import type { IncomingMessage } from 'node:http'
import type { Registration } from '../../resources/registration'
import { negotiate } from '../http/accept'
import type { Answer } from '../http/send'
import type { ResourceCatalog } from '../resource-catalog'
import { virtuals } from '../reviews/virtual'
import { methodNotAllowed, noSuchPath } from '../status'
import { aggregatedText, apiGroup, apiVersions, groupList, resourceList } from './documents'
import { openApi } from './open-api'
import { openApiV2, openApiV2Protobuf, protobufV2 } from './open-api-v2'
import { type Discovered, discovered } from './resources'
import { version } from './version'

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const text = 'text/plain; charset=utf-8'

/** `/readyz/etcd` and the like: what is checked has no parts here, so every part is well. */
const health =
  /^\/(healthz|livez|readyz)(\/(autoregister-completion|etcd|etcd-readiness|informer-sync|log|ping|shutdown|poststarthook\/[\w.-]+))?\/?$/
const whole: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz'])
const asText = { 'X-Content-Type-Options': 'nosniff' }

const known = new WeakMap<readonly Registration[], readonly Discovered[]>()

function resourcesOf(registrations: readonly Registration[]): readonly Discovered[] {
  const found = known.get(registrations) ?? discovered(registrations, virtuals)
  known.set(registrations, found)
  return found
}

/** Answers what is not about objects: versions, health, discovery, OpenAPI. Undefined for everything else. */
export function createRouter(catalog: Pick<ResourceCatalog, 'served'>) {
  const current = () => resourcesOf(catalog.served)

  const discovery = (path: string, request: IncomingMessage): Answer | undefined => {
    const [root, group, groupVersion, ...more] = path.split('/').filter(Boolean)
    const resources = current()
    if (more.length > 0) return undefined
    if (root === 'api' && group === undefined)
      return either(request, apiVersions(request.headers.host ?? ''), true)
    if (root === 'apis' && group === undefined) return either(request, groupList(resources), false)
    if (root === 'api' && groupVersion === undefined) return found(resourceList(resources, '', group!))
    if (root !== 'apis') return undefined
    if (groupVersion === undefined) {
      const body = apiGroup(resources, group!)
      return body && { code: 200, body }
    }
    return found(resourceList(resources, group!, groupVersion))
  }

  const either = (request: IncomingMessage, classic: object, core: boolean): Answer => {
    const { as, format } = negotiate(request.headers.accept)
    return as === 'APIGroupDiscoveryList'
      ? { code: 200, body: aggregatedText(current(), core), contentType: aggregatedType }
      : { code: 200, body: classic, format }
  }

  const schemaV2 = (request: IncomingMessage): Answer => {
    const accept = request.headers.accept ?? ''
    return accept.includes(protobufV2.accept)
      ? { code: 200, body: openApiV2Protobuf(current()), contentType: protobufV2.contentType }
      : { code: 200, body: openApiV2(current()) }
  }

  const schema = (path: string): Answer | undefined => {
    if (path === '/openapi/v3')
      return { code: 200, body: JSON.stringify(openApi(current()).index), contentType: text }
    const document = openApi(current()).documents.get(path.slice('/openapi/v3/'.length))
    return found(document, { headers: { 'Cache-Control': 'public, immutable' } })
  }

  return (path: string, request: IncomingMessage): Answer | undefined => {
    const clean = path.length > 1 ? path.replace(/\/+$/, '') : path
    const answer = (): Answer | undefined => {
      if (clean === '/version') return { code: 200, body: version }
      if (clean === '/') return { code: 200, body: { paths: paths(current()) } }
      if (health.test(clean))
        return { code: 200, body: 'ok', contentType: text, ...(whole.has(clean) && { headers: asText }) }
      if (clean === '/openapi/v2') return schemaV2(request)
      if (clean === '/openapi/v3' || clean.startsWith('/openapi/v3/')) return schema(clean)
      return discovery(clean, request)
    }
    const result = answer()
    const reads = request.method === 'GET' || request.method === 'HEAD' || health.test(clean)
    if (result && !reads) throw methodNotAllowed()
    return (
      result ??
      (isResource(clean)
        ? undefined
        : { code: 404, body: '404 page not found\n', contentType: text, headers: asText })
    )
  }

  function isResource(path: string): boolean {
    const [root, first, second] = path.split('/').filter(Boolean)
    if (root === 'api') return first !== undefined
    return (
      root === 'apis' && current().some(one => one.group === first && (!second || one.version === second))
    )
  }
}

function found(body: object | string | undefined, more: Partial<Answer> = {}): Answer {
  if (body === undefined) throw noSuchPath()
  return { code: 200, body, ...more }
}

const paths = (resources: readonly Discovered[]) => [
  '/api',
  '/api/v1',
  '/apis',
  ...new Set(
    resources.flatMap(({ group, version }) => (group ? [`/apis/${group}`, `/apis/${group}/${version}`] : [])),
  ),
  '/healthz',
  '/livez',
  '/openapi/v2',
  '/openapi/v3',
  '/readyz',
  '/version',
]

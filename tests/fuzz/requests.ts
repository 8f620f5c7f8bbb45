import type { Random } from './random'
import { anything, type Schema, structured, texts } from './values'

/** A resource as discovery names it, with the structure of its objects. */
export type Resource = {
  groupVersion: string
  name: string
  kind: string
  namespaced: boolean
  schema: Schema | undefined
  definitions: Readonly<Record<string, Schema>>
}

export type Request = {
  method: string
  path: string
  headers: Record<string, string>
  body?: Buffer
}

const usual = ['GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'] as const
const unusual = ['HEAD', 'OPTIONS', 'TRACE'] as const

const subresources = [
  'status',
  'scale',
  'log',
  'exec',
  'attach',
  'portforward',
  'eviction',
  'binding',
  'token',
  'ephemeralcontainers',
  'finalize',
  'proxy',
  'resize',
  'constructor',
  'toString',
  '__proto__',
]

const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
]

const otherTypes = [
  ...patchTypes,
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/cbor',
  'text/plain',
  '',
  'x',
]

const accepts = [
  '*/*',
  'application/json',
  'application/yaml',
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  'application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io',
  'application/json;as=Table;v=v9;g=x',
  'application/vnd.kubernetes.protobuf',
  'text/html',
  ';;,,=',
]

const parameters: Readonly<Record<string, readonly string[]>> = {
  watch: ['true', '1', 'false', 'x'],
  timeoutSeconds: ['0', '1', '-1', 'x', '99999999999999999999'],
  limit: ['0', '1', '-1', 'x', '9223372036854775808'],
  continue: ['x', 'e30', Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"x"}').toString('base64url')],
  resourceVersion: ['0', '1', '-1', '5', '999999999', 'x', '1e9'],
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'x'],
  allowWatchBookmarks: ['true', 'x'],
  sendInitialEvents: ['true', 'false', 'x'],
  labelSelector: ['app=web', 'a in (b', '!x', 'a,b,c', '=', 'a==b=c', 'x>1'],
  fieldSelector: ['metadata.name=web', 'status.phase!=Running', 'x=y', '=', 'a'],
  dryRun: ['All', 'x', ''],
  fieldManager: ['me', 'x'.repeat(200), '\u0000'],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'x'],
  force: ['true', 'x'],
  pretty: ['true', 'x'],
  gracePeriodSeconds: ['0', '-1', '1', 'x', '99999999999999999999'],
  propagationPolicy: ['Foreground', 'Background', 'Orphan', 'x'],
  includeObject: ['Object', 'Metadata', 'None', 'x'],
  container: ['web', 'x', ''],
  tailLines: ['1', '-1', 'x'],
  sinceTime: ['2026-11-24T00:00:00Z', 'x'],
  follow: ['x', 'false'],
  previous: ['true', 'x'],
  command: ['sh', '', '\u0000'],
  ports: ['80', '-1', 'x', '99999'],
  stdin: ['true'],
  stdout: ['true'],
  tty: ['true', 'x'],
}

const headers: Readonly<Record<string, readonly string[]>> = {
  'accept-encoding': ['gzip', 'x', '*'],
  'content-encoding': ['gzip', 'x'],
  'impersonate-user': ['bob', 'system:serviceaccount:default:default', 'system:node:x', ' ', 'é'],
  'impersonate-group': ['system:masters', 'x'],
  'impersonate-uid': ['1'],
  'impersonate-extra-%zz': ['x'],
  'if-match': ['*'],
  'user-agent': ['', 'kubectl/v1.36', 'x'.repeat(500)],
  authorization: ['Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic !', 'Digest x', `Bearer ${'x'.repeat(8000)}`],
  'x-forwarded-for': ['1.2.3.4'],
}

const names = ['web', 'default', 'new', 'kubernetes', 'minikube', 'admin', 'constructor', '__proto__']
const namespaces = ['default', 'default', 'default', 'kube-system', 'nowhere']

const segment = (random: Random) =>
  random.chance(0.5)
    ? encodeURIComponent(random.pick(texts).replace(/\ud800/g, 'x'))
    : random.pick(['..', '%', '%00', '%zz', '%ff', 'é'.normalize(), ''])

function resourcePath({ groupVersion, name, namespaced }: Resource, random: Random, named: boolean): string {
  const root = groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`
  const home = namespaced && !random.chance(0.05) ? `/namespaces/${random.pick(namespaces)}` : ''
  const object = named ? `/${random.chance(0.9) ? random.pick(names) : segment(random)}` : ''
  const sub = named && random.chance(0.2) ? `/${random.pick(subresources)}` : ''
  return `${root}${home}/${name}${object}${sub}`
}

const strangePath = (random: Random) =>
  `/${[random.pick(['api', 'apis', 'openapi', 'version', 'healthz', 'x']), ...Array.from({ length: random.below(7) }, () => segment(random))].join('/')}`

function queryOf(random: Random): string {
  const pairs = random
    .some(Object.keys(parameters), 4)
    .map(
      name =>
        `${name}=${encodeURIComponent(random.chance(0.9) ? random.pick(parameters[name]!) : random.pick(texts.filter(text => text !== '\ud800')))}`,
    )
  if (random.chance(0.03)) pairs.push(random.pick(['%', '&&&', '=', '%zz=%zz', '?', 'watch']))
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** An object of the resource that often enough is valid, so that what comes after validation is reached too. */
function objectOf({ schema, definitions, kind, groupVersion }: Resource, random: Random): unknown {
  if (!schema || random.chance(0.05)) return anything(random, 5)
  const value = structured(schema, definitions, random) as Record<string, unknown> | null
  if (value === null || typeof value !== 'object') return value
  if (random.chance(0.95)) Object.assign(value, { apiVersion: groupVersion, kind })
  if (random.chance(0.9))
    value.metadata = { name: random.pick(names), ...(random.chance(0.2) && (value.metadata as object)) }
  return value
}

const pointers = [
  '',
  '/',
  '/metadata',
  '/metadata/labels/x',
  '/spec',
  '/spec/containers/0',
  '/spec/-',
  '/a~1b',
  '/a~',
  '/__proto__/x',
  '/metadata/name',
  '/data',
]

function patchOf(resource: Resource, random: Random, type: string): unknown {
  if (!type.startsWith('application/json-patch')) return objectOf(resource, random)
  return Array.from({ length: random.below(4) }, () => ({
    op: random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']),
    path: random.pick(pointers),
    from: random.pick(pointers),
    value: anything(random),
  }))
}

/** As JSON, and now and then with a byte changed, cut off, doubled keys, or nested without end. */
function written(value: unknown, random: Random): Buffer {
  const text = JSON.stringify(value) ?? ''
  switch (random.below(25)) {
    case 0:
      return Buffer.from(text.slice(0, random.below(text.length + 1)))
    case 1: {
      const bytes = Buffer.from(text)
      if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256)
      return bytes
    }
    case 2:
      return Buffer.from(text.replace('{', '{"metadata":{"name":"a"},"metadata":{"name":"b"},'))
    case 3:
      return Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
    case 4:
      return random.bytes(random.below(200))
    case 5:
      return Buffer.from(`a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n`)
    case 6:
      return Buffer.concat([Buffer.from('k8s\0'), random.bytes(random.below(60))])
    default:
      return Buffer.from(text)
  }
}

function typeOf(method: string, random: Random): string {
  if (random.chance(0.15)) return random.pick(otherTypes)
  return method === 'PATCH' ? random.pick(patchTypes) : 'application/json'
}

const deletion = (random: Random) => ({
  propagationPolicy: random.pick(['Foreground', 'Background', 'Orphan', 'x', null]),
  gracePeriodSeconds: random.pick([0, 1, -1, 'x', null]),
  preconditions: random.pick([null, { uid: 'x' }, { resourceVersion: '1' }, anything(random)]),
})

function contentOf(resource: Resource, method: string, type: string, random: Random): unknown {
  if (method === 'PATCH') return patchOf(resource, random, type)
  return method === 'DELETE' ? deletion(random) : objectOf(resource, random)
}

/** One request: mostly near what is right, sometimes far from it. */
export function requestOf(resources: readonly Resource[], random: Random): Request {
  const resource = random.pick(resources)
  const method = random.chance(0.95) ? random.pick(usual) : random.pick(unusual)
  const named = method === 'POST' ? random.chance(0.15) : random.chance(0.9)
  const path = random.chance(0.05) ? strangePath(random) : resourcePath(resource, random, named)
  const type = typeOf(method, random)
  const own: Record<string, string> = { accept: random.chance(0.7) ? '*/*' : random.pick(accepts) }
  if (type) own['content-type'] = type
  if (random.chance(0.15)) {
    const name = random.pick(Object.keys(headers))
    own[name] = random.pick(headers[name]!)
  }
  const bodiless = method === 'GET' || method === 'HEAD' || method === 'TRACE'
  const sends = !bodiless && random.chance(method === 'DELETE' ? 0.3 : 0.97)
  const body = sends ? written(contentOf(resource, method, type, random), random) : undefined
  return {
    method,
    path: `${path}${random.chance(0.5) ? queryOf(random) : ''}`,
    headers: own,
    ...(body && { body }),
  }
}

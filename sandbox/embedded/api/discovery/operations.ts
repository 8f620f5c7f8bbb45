import { structureOf } from '../structure/structure'
import type { Discovered } from './resources'

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

/** What each verb is in HTTP, and how operations name it. */
const methods: Readonly<Record<string, { method: string; action: string; list?: true }>> = {
  get: { method: 'get', action: 'get' },
  list: { method: 'get', action: 'list', list: true },
  create: { method: 'post', action: 'post' },
  update: { method: 'put', action: 'put' },
  patch: { method: 'patch', action: 'patch' },
  delete: { method: 'delete', action: 'delete' },
  deletecollection: { method: 'delete', action: 'deletecollection', list: true },
}

const onCollection = new Set(['list', 'create', 'deletecollection'])

const parameter = (name: string, type = 'string') => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
})

const writing = [parameter('dryRun'), parameter('fieldManager'), parameter('fieldValidation')]
const listing = [
  parameter('allowWatchBookmarks', 'boolean'),
  parameter('continue'),
  parameter('fieldSelector'),
  parameter('labelSelector'),
  parameter('limit', 'integer'),
  parameter('resourceVersion'),
  parameter('resourceVersionMatch'),
  parameter('sendInitialEvents', 'boolean'),
  parameter('timeoutSeconds', 'integer'),
  parameter('watch', 'boolean'),
]

const parameters: Readonly<Record<string, object[]>> = {
  get: [],
  list: listing,
  create: writing,
  update: writing,
  patch: [...writing, parameter('force', 'boolean')],
  delete: [parameter('dryRun'), parameter('gracePeriodSeconds', 'integer'), parameter('propagationPolicy')],
  deletecollection: [...listing, parameter('dryRun'), parameter('gracePeriodSeconds', 'integer')],
}

const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

/** Clients learn from it whether a kind can be patched by merge keys. */
const patchTypesOf = ({ responseKind }: Discovered) =>
  responseKind.structure ? patchTypes.filter(type => !type.includes('strategic')) : patchTypes

const content = (definition: string, types = ['application/json', 'application/yaml']) =>
  Object.fromEntries(types.map(type => [type, { schema: { $ref: `#/components/schemas/${definition}` } }]))

const path = (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', uniqueItems: true },
})

/** The paths of a resource below its group and version, each with its operations. */
export function operationsOf(one: Discovered): [string, object][] {
  const base = one.namespaced ? `/namespaces/{namespace}/${one.name}` : `/${one.name}`
  const item = `${base}/{name}${one.subresource ? `/${one.subresource}` : ''}`
  const collection = one.subresource ? item : base
  const paths = new Map<string, Record<string, unknown>>()
  for (const verb of one.verbs) {
    const known = methods[verb]
    if (!known) continue
    const place = onCollection.has(verb) ? collection : item
    const operations = paths.get(place) ?? { parameters: pathParameters(place) }
    operations[known.method] = operation(one, verb, known)
    paths.set(place, operations)
    if (verb === 'list' && one.namespaced) paths.set(`/${one.name}`, { get: operation(one, verb, known) })
  }
  return [...paths]
}

const pathParameters = (place: string) => [
  ...(place.includes('{name}') ? [path('name')] : []),
  ...(place.includes('{namespace}') ? [path('namespace')] : []),
  parameter('pretty'),
]

function operation(one: Discovered, verb: string, { action, list }: { action: string; list?: true }): object {
  const { group, version, kind } = one.responseKind
  const definition = structureOf(one.responseKind)?.definition
  const id = `${action}${one.namespaced ? 'Namespaced' : ''}${kind}${one.subresource ? capital(one.subresource) : ''}`
  const body =
    verb === 'create' || verb === 'update'
      ? definition && { requestBody: { content: content(definition, ['*/*']), required: true } }
      : verb === 'patch' && {
          requestBody: { content: content(`${meta}.Patch`, patchTypesOf(one)), required: true },
        }
  const answer = definition && (list && verb === 'list' ? `${definition}List` : definition)
  return {
    operationId: id,
    parameters: parameters[verb],
    ...(body || {}),
    responses: {
      200: { description: 'OK', ...(answer ? { content: content(answer) } : {}) },
      401: { description: 'Unauthorized' },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  }
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

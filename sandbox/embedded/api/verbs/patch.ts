import type { KubernetesObject } from '@kubernetes/client-node'
import { subresourceOf } from '../../resources/define'
import { forbiddenField, invalidValue } from '../../resources/validation/field-errors'
import { mediaType, parseYaml, readBody, unsupportedMediaType } from '../http/body'
import type { Exchange } from '../http/exchange'
import { isTrue, writeOptions } from '../http/options'
import { warn } from '../http/send'
import { applyPatch } from '../patch/apply'
import { jsonPatch } from '../patch/json-patch'
import { mergePatch } from '../patch/merge-patch'
import { strategicMerge } from '../patch/strategic-merge'
import { badRequest, failure, invalid, noSuchPath } from '../status'
import { jsonProblem } from '../structure/json-text'
import { type Kind, requireStructure } from '../structure/structure'
import { answer } from './read'

const strategicType = 'application/strategic-merge-patch+json'
const types = [
  'application/json-patch+json',
  'application/merge-patch+json',
  strategicType,
  'application/apply-patch+yaml',
]

/** A kind that no Go type stands for has no merge keys. */
const withoutStrategic = types.filter(type => type !== strategicType)

function parsePatch(text: string, type: string): unknown {
  const problem = jsonProblem(text, 1_000)
  if (problem) throw badRequest(`${type === strategicType ? '' : 'error decoding patch: '}${problem}`)
  return JSON.parse(text)
}

function patched(type: string, kind: Kind, current: KubernetesObject, patch: unknown): KubernetesObject {
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatch(current, patch) as KubernetesObject
    case 'application/merge-patch+json':
      return mergePatch(current, patch) as KubernetesObject
    default:
      return strategicMerge(requireStructure(kind).node, current, patch) as KubernetesObject
  }
}

export async function patch(exchange: Exchange): Promise<void> {
  const { registry, registration, info, query, request } = exchange
  const subresource = subresourceOf(registration, info.subresource)
  if (info.subresource && !subresource?.verbs.includes('patch')) throw noSuchPath()
  const type = mediaType(request)
  if (!types.includes(type)) throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (registration.structure && type === strategicType) throw unsupportedMediaType(withoutStrategic)
  const options = {
    ...writeOptions(query, 'PatchOptions', request.headers['user-agent']),
    warn: (text: string) => warn(exchange.response, [text]),
  }
  if (query.has('force') && type !== 'application/apply-patch+yaml') {
    throw invalid('meta.k8s.io', 'PatchOptions', '', [
      forbiddenField('force', 'may not be specified for non-apply patch'),
    ])
  }
  const text = (await readBody(request)).toString('utf8')
  if (type === 'application/apply-patch+yaml') {
    const { object, created, warnings } = applyPatch(exchange, parseYaml(text, registration.kind), {
      ...options,
      fieldManager: query.get('fieldManager') ?? '',
      force: isTrue(query.get('force')),
    })
    await registry.durable()
    answer(exchange, object, { code: created ? 201 : 200, warnings })
    return
  }
  const changes = parsePatch(text, type)
  if (
    type !== 'application/json-patch+json' &&
    (changes === null || typeof changes !== 'object' || Array.isArray(changes))
  ) {
    const what = Array.isArray(changes) ? 'array' : typeof changes
    const prefix = type === 'application/merge-patch+json' ? 'error decoding patch: ' : ''
    throw badRequest(`${prefix}json: cannot unmarshal ${what} into Go value of type map[string]interface {}`)
  }
  const kind: Kind = subresource?.kind ?? registration
  const stored = registry.get(registration.storage, info.namespace, info.name)
  const current = subresource?.read ? subresource.read(stored) : stored
  const result = patched(type, kind, current, changes)
  if (result === null || typeof result !== 'object') throw badRequest('the patch removed the object')
  const { value, error, conversion, strict } = requireStructure(kind).read(result)
  // The real server leaves out of what kind it is here.
  const refuse = (shown: unknown, message: string) =>
    invalid('', '', '', [invalidValue('patch', shown, message)])
  const strategic = type === strategicType
  if (strategic && conversion) throw refuse(goValue(changes), conversion)
  if (error) throw refuse(JSON.stringify(result), error)
  const found = options.fieldValidation === 'Ignore' ? [] : strict
  if (options.fieldValidation === 'Strict' && found.length) {
    throw refuse(
      strategic ? goValue(changes) : JSON.stringify(result),
      `strict decoding error: ${found.join(', ')}`,
    )
  }
  warn(exchange.response, found)
  const object = value as KubernetesObject
  if (object.metadata?.name !== info.name) {
    throw badRequest(
      `the name of the object (${object.metadata?.name ?? ''}) does not match the name on the URL (${info.name})`,
    )
  }
  if (registration.namespaced && object.metadata.namespace !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  const updated = registry.update(registration.storage, object, {
    ...options,
    ...(info.subresource ? { subresource: info.subresource } : {}),
  })
  await registry.durable()
  answer(exchange, subresource?.read ? subresource.read(updated) : updated)
}

/** Go's %+v of a decoded JSON value. */
function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  if (value === null) return '<nil>'
  if (typeof value !== 'object') return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, inner]) => `${key}:${goValue(inner)}`).join(' ')}]`
}

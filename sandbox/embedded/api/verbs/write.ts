import type { KubernetesObject } from '@kubernetes/client-node'
import { podSecurityWarnings } from '../../admission/pod-security/pod-security'
import { subresourceOf } from '../../resources/define'
import { requireAllowed } from '../authorization/require'
import { mediaType, parseBody, readBody } from '../http/body'
import type { Exchange } from '../http/exchange'
import { writeOptions } from '../http/options'
import { warn } from '../http/send'
import type { WriteOptions } from '../registry'
import { ApiError, badRequest, methodNotAllowed, noSuchPath } from '../status'
import { readObject } from '../structure/strict'
import { answer } from './read'

type Incoming = { object: KubernetesObject; options: WriteOptions }

/** The object in the body, of the kind that the path says. */
async function incoming(exchange: Exchange, optionsKind: string): Promise<Incoming> {
  const { registration, info, query, request } = exchange
  const kind = subresourceOf(registration, info.subresource)?.kind ?? registration
  const options = writeOptions(query, optionsKind, request.headers['user-agent'])
  const document = parseBody(await readBody(request), mediaType(request), kind)
  const { object, warnings } = readObject(kind, document, options.fieldValidation)
  warn(exchange.response, warnings)
  return {
    object,
    options: {
      ...options,
      ...(info.subresource ? { subresource: info.subresource } : {}),
      warn: text => warn(exchange.response, [text]),
    },
  }
}

/** The namespace in the object must be the one in the path. Throws BadRequest. */
export function settle(exchange: Exchange, object: KubernetesObject): void {
  const { registration, info } = exchange
  object.metadata ??= {}
  if (!registration.namespaced) {
    delete object.metadata.namespace
    return
  }
  if (object.metadata.namespace && object.metadata.namespace !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  object.metadata.namespace = info.namespace
}

export async function create(exchange: Exchange): Promise<void> {
  const { registry, registration, info } = exchange
  if (registration.namespaced && !info.namespace) throw methodNotAllowed()
  const { object, options } = await incoming(exchange, 'CreateOptions')
  settle(exchange, object)
  const told = podSecurityWarnings(registry, info.namespace, object)
  let created: KubernetesObject
  try {
    created = registry.create(registration.storage, object, options)
  } catch (error) {
    // Quotas are asked last: by then it has been told.
    if (isOverQuota(error)) warn(exchange.response, told)
    throw error
  }
  warn(exchange.response, told)
  await registry.durable()
  answer(exchange, created, { code: 201 })
}

const isOverQuota = (error: unknown): boolean =>
  error instanceof ApiError && / is forbidden: (exceeded|failed) quota: /.test(error.message)

/** Kinds that a PUT makes where there is none of that name (AllowCreateOnUpdate of their strategies). */
const madeByUpdate: ReadonlySet<string> = new Set([
  'coordination.k8s.io/leases',
  'endpoints',
  'events',
  'limitranges',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/rolebindings',
  'rbac.authorization.k8s.io/roles',
  'services',
])

const isMadeByUpdate = (
  { registry, registration, info }: Exchange,
  { metadata }: KubernetesObject,
): boolean =>
  madeByUpdate.has(registration.storage) &&
  info.subresource === '' &&
  !metadata?.resourceVersion &&
  !metadata?.uid &&
  !registry.find(registration.storage, info.namespace, info.name)

export async function update(exchange: Exchange): Promise<void> {
  const { registry, registration, info } = exchange
  const subresource = subresourceOf(registration, info.subresource)
  if (info.subresource && !subresource?.verbs.includes('update')) throw noSuchPath()
  const { object, options } = await incoming(exchange, 'UpdateOptions')
  settle(exchange, object)
  const { metadata } = object
  if (!metadata!.name) {
    throw badRequest(
      `the name of the object (${info.name} based on URL) was undeterminable: name must be provided`,
    )
  }
  if (metadata!.name !== info.name) {
    throw badRequest(
      `the name of the object (${metadata!.name}) does not match the name on the URL (${info.name})`,
    )
  }
  if (isMadeByUpdate(exchange, object)) {
    const { user } = exchange
    const { group, resource, namespace, name } = info
    requireAllowed(registry, user, { verb: 'create', group, resource, namespace, name })
    const created = registry.create(registration.storage, object, options)
    await registry.durable()
    return answer(exchange, created, { code: 201 })
  }
  const updated = registry.update(registration.storage, object, options)
  await registry.durable()
  answer(exchange, subresource?.read ? subresource.read(updated) : updated)
}

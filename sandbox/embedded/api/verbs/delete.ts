import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../../resources/registration'
import { invalidValue, notSupported } from '../../resources/validation/field-errors'
import { negotiate } from '../http/accept'
import { mediaType, parseBody, readBody } from '../http/body'
import type { Exchange } from '../http/exchange'
import { dryRun, isTrue } from '../http/options'
import { send } from '../http/send'
import type { DeleteOptions } from '../registry'
import { ApiError, badRequest, invalid, methodNotAllowed } from '../status'
import { decode } from '../structure/decode'
import { nodeOf } from '../structure/node'
import { integer, paged } from './paging'
import { answer } from './read'

const policies = ['Foreground', 'Background', 'Orphan'] as const

type Body = {
  gracePeriodSeconds?: number
  propagationPolicy?: string
  orphanDependents?: boolean
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: string[]
}

/** By its own name in messages; on the wire any group's version will do. */
const kind = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions' }

/** Options of the body, or else of the query. Throws Invalid. */
async function deleteOptions({ request, query }: Exchange): Promise<DeleteOptions> {
  const bytes = await readBody(request)
  const body: Body = bytes.length ? readOptions(bytes, mediaType(request)) : {}
  const refuse = (error: ReturnType<typeof invalidValue>) => invalid(kind.group, kind.kind, '', [error])
  if (bytes.length === 0 && query.has('orphanDependents'))
    body.orphanDependents = isTrue(query.get('orphanDependents'))
  body.propagationPolicy ??= query.get('propagationPolicy') ?? undefined
  if (body.orphanDependents !== undefined && body.propagationPolicy) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set'
    throw refuse(invalidValue('propagationPolicy', body.propagationPolicy, detail))
  }
  const policy = body.propagationPolicy ?? (body.orphanDependents ? 'Orphan' : undefined)
  if (policy && !(policies as readonly string[]).includes(policy)) {
    throw refuse(notSupported('propagationPolicy', policy, [...policies, 'nil']))
  }
  const grace = body.gracePeriodSeconds ?? integer(query, 'gracePeriodSeconds')
  for (const value of body.dryRun ?? []) query.append('dryRun', value)
  return {
    dryRun: dryRun(query, kind.kind),
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(policy ? { propagationPolicy: policy as (typeof policies)[number] } : {}),
    ...(body.preconditions ? { preconditions: body.preconditions } : {}),
  }
}

/** Clients call DeleteOptions by any group's version (`policy/v1`, `v1`): only its fields count. */
function readOptions(bytes: Buffer, type: string): Body {
  const { value, error } = decode(
    nodeOf('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'),
    parseBody(bytes, type, { ...kind, group: '' }),
  )
  if (error) throw badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${error}`)
  return value as Body
}

const success = ({ group, name }: Registration, object: KubernetesObject) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: {
    name: object.metadata?.name,
    ...(group ? { group } : {}),
    kind: name,
    uid: object.metadata?.uid,
  },
})

export async function remove(exchange: Exchange): Promise<void> {
  const { registry, registration, info, request, response } = exchange
  const options = await deleteOptions(exchange)
  const before = registry.get(registration.storage, info.namespace, info.name)
  const removed = registry.delete(registration.storage, info.namespace, info.name, options)
  await registry.durable()
  const gone = options.dryRun
    ? !before.metadata?.finalizers?.length
    : registry.find(registration.storage, info.namespace, info.name)?.metadata?.uid !== before.metadata?.uid
  if (!gone || registration.answersDeleted) return answer(exchange, removed)
  const { format } = negotiate(request.headers.accept)
  send(request, response, { code: 200, body: success(registration, removed), format })
}

export async function removeCollection(exchange: Exchange): Promise<void> {
  const { registry, registration, info, query, request, response } = exchange
  if (!registration.verbs.includes('deletecollection')) throw methodNotAllowed()
  const options = await deleteOptions(exchange)
  const { format } = negotiate(request.headers.accept)
  const { items } = paged(registry, registration, info, query)
  const removed = items.flatMap(({ metadata }) => {
    try {
      return [registry.delete(registration.storage, metadata?.namespace ?? '', metadata?.name ?? '', options)]
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return []
      throw error
    }
  })
  await registry.durable()
  const { group, version, kind, listKind = `${kind}List` } = registration
  const body = {
    kind: listKind,
    apiVersion: group ? `${group}/${version}` : version,
    metadata: { resourceVersion: String(registry.revision) },
    items: removed,
  }
  send(request, response, { code: 200, body, format })
}

import type { KubernetesObject, V1Pod, V1ResourceQuota, V1Service } from '@kubernetes/client-node'
import { isGraders } from '../../grader/counterexample/mark'
import { amount } from '../../quantity'
import type { Registry } from '../api/registry'
import { type ApiError, forbidden } from '../api/status'
import { type Amounts, formatAmount, podAmounts } from '../resources/pods/requests'

export const quotas = 'resourcequotas'

/** Resources that a quota may count by their plain name. */
const counted = [
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]

const isFinished = ({ status }: V1Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** What a pod of a quota's `requests.cpu`, `cpu`, `limits.memory` uses. */
function podCost({ spec }: V1Pod): Amounts {
  const requests = podAmounts(spec, 'requests')
  const named = (prefix: string, amounts: Amounts) =>
    Object.fromEntries(Object.entries(amounts).map(([name, value]) => [`${prefix}${name}`, value]))
  return {
    pods: 1,
    'count/pods': 1,
    ...requests,
    ...named('requests.', requests),
    ...named('limits.', podAmounts(spec, 'limits')),
  }
}

function serviceCost({ spec }: V1Service): Amounts {
  const balanced = spec?.type === 'LoadBalancer'
  const ports = spec?.type === 'NodePort' || balanced ? (spec.ports?.length ?? 0) : 0
  return { services: 1, 'services.nodeports': ports, 'services.loadbalancers': balanced ? 1 : 0 }
}

/** What an object of this storage (`apps/deployments`) takes from a quota. */
function costOf(storage: string, object: KubernetesObject): Amounts {
  if (storage === 'pods') return isFinished(object as V1Pod) ? {} : podCost(object as V1Pod)
  const [group = '', name = ''] = storage.includes('/') ? storage.split('/') : ['', storage]
  return {
    [`count/${name}${group && `.${group}`}`]: 1,
    ...(counted.includes(storage) && { [storage]: 1 }),
    ...(storage === 'services' && serviceCost(object as V1Service)),
  }
}

/** The storage that a name of a quota counts; pods for amounts of compute resources. */
export function storageOf(resource: string): string {
  if (resource.startsWith('services.')) return 'services'
  if (counted.includes(resource)) return resource
  const [, name, group] = /^count\/([^.]+)(?:\.(.+))?$/.exec(resource) ?? []
  if (name === undefined) return 'pods'
  return group ? `${group}/${name}` : name
}

/** What is used in a namespace of what a quota names, the grader's own apart. Resources that do not exist are not used. */
export function usageOf(registry: Registry, namespace: string, resources: readonly string[]): Amounts {
  const used: Amounts = Object.fromEntries(resources.map(resource => [resource, 0]))
  for (const storage of new Set(resources.map(storageOf))) {
    for (const object of objectsOf(registry, storage, namespace)) {
      const cost = costOf(storage, object)
      for (const resource of resources)
        if (storageOf(resource) === storage) used[resource] = used[resource]! + (cost[resource] ?? 0)
    }
  }
  return used
}

function objectsOf(registry: Registry, storage: string, namespace: string): KubernetesObject[] {
  try {
    return registry.list(storage, { namespace }).filter(object => !isGraders(object))
  } catch {
    return []
  }
}

/** Quotas with scopes look at some pods only; they are kept, not enforced. */
const isEnforced = ({ spec, metadata }: V1ResourceQuota) =>
  !metadata?.deletionTimestamp && !spec?.scopes?.length && !spec?.scopeSelector

/** Throws Forbidden when an object that is about to be created does not fit (admission plugin ResourceQuota). */
export function requireQuota(
  registry: Registry,
  { group, name, storage }: { group: string; name: string; storage: string },
  object: KubernetesObject,
): void {
  const namespace = object.metadata?.namespace
  if (!namespace || storage === 'events' || isGraders(object)) return
  const refuse = (message: string): ApiError =>
    forbidden({ group, name }, object.metadata?.name ?? '', message)
  for (const quota of registry.list<V1ResourceQuota>(quotas, { namespace })) {
    if (!isEnforced(quota)) continue
    const hard = quota.spec?.hard ?? {}
    const concerned = Object.keys(hard)
      .filter(resource => storageOf(resource) === storage)
      .sort()
    if (concerned.length === 0) continue
    const unspecified = storage === 'pods' ? missingOf(object as V1Pod, concerned) : []
    if (unspecified.length > 0)
      throw refuse(`failed quota: ${quota.metadata?.name}: must specify ${unspecified.join('; ')}`)
    const cost = costOf(storage, object)
    const used = usageOf(registry, namespace, concerned)
    const exceeded = concerned.filter(
      resource => (cost[resource] ?? 0) > 0 && used[resource]! + cost[resource]! > amount(hard[resource]!),
    )
    if (exceeded.length === 0) continue
    const list = (text: (resource: string) => string) =>
      exceeded.map(resource => `${resource}=${text(resource)}`).join(',')
    throw refuse(
      `exceeded quota: ${quota.metadata?.name}, requested: ${list(resource => formatAmount(resource, cost[resource]!))}, ` +
        `used: ${list(resource => formatAmount(resource, used[resource]!))}, limited: ${list(resource => hard[resource]!)}`,
    )
  }
}

const compute = /^(?:(requests|limits)\.)?(cpu|memory)$/

/** Which containers leave open what the quota counts. */
function missingOf({ spec }: V1Pod, resources: readonly string[]): string[] {
  return resources.flatMap(resource => {
    const [, kind = 'requests', name] = compute.exec(resource) ?? []
    if (!name) return []
    const open = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].filter(
      ({ resources: own }) => own?.[kind as 'requests' | 'limits']?.[name] === undefined,
    )
    return open.length > 0 ? [`${resource} for: ${open.map(container => container.name).join(',')}`] : []
  })
}

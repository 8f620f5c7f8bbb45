import type { V1Container, V1LimitRange, V1LimitRangeItem, V1Pod } from '@kubernetes/client-node'
import { amount } from '../../quantity'
import type { Registry } from '../api/registry'
import { forbidden } from '../api/status'
import { formatAmount, podAmounts } from '../resources/pods/requests'

type Quantities = Record<string, string>
/** As it is on the wire: client-node calls the field `_default`. */
type Item = V1LimitRangeItem & { default?: Quantities }
type Use = { requests: Quantities; limits: Quantities }

const annotation = 'kubernetes.io/limit-ranger'
const containersOf = ({ spec }: V1Pod) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]

/**
 * Gives containers what their namespace's limit ranges say, then holds them to them (admission plugin LimitRanger).
 * Throws Forbidden.
 */
export function applyLimitRanges(registry: Registry, pod: V1Pod): void {
  const ranges = registry.list<V1LimitRange>('limitranges', { namespace: pod.metadata?.namespace })
  if (ranges.length === 0) return
  const items = ranges.flatMap(({ spec }) => spec?.limits ?? [])
  setDefaults(
    pod,
    items.filter(({ type }) => type === 'Container'),
  )
  const problems = items.flatMap(item => problemsOf(item, pod))
  if (problems.length === 0) return
  const message = problems.length === 1 ? problems[0]! : `[${problems.join(', ')}]`
  throw forbidden({ group: '', name: 'pods' }, pod.metadata?.name ?? '', message)
}

function setDefaults(pod: V1Pod, items: readonly Item[]): void {
  const told: string[] = []
  for (const container of containersOf(pod)) {
    const kind = pod.spec?.initContainers?.includes(container) ? 'init container' : 'container'
    const resources = { ...container.resources }
    for (const item of items) {
      const requests = missing(item.defaultRequest, resources.requests)
      const limits = missing(item.default, resources.limits)
      for (const [names, what, values] of [
        [Object.keys(requests), 'request', requests],
        [Object.keys(limits), 'limit', limits],
      ] as const) {
        if (names.length === 0) continue
        told.push(`${[...names].sort().join(', ')} ${what} for ${kind} ${container.name}`)
        const field = `${what}s` as 'requests' | 'limits'
        resources[field] = { ...resources[field], ...values }
      }
    }
    container.resources = resources
  }
  if (told.length === 0) return
  const text = `LimitRanger plugin set: ${told.join('; ')}`
  pod.metadata!.annotations = { ...pod.metadata!.annotations, [annotation]: text }
}

const missing = (defaults: Quantities | undefined, present: Quantities | undefined): Quantities =>
  Object.fromEntries(Object.entries(defaults ?? {}).filter(([name]) => present?.[name] === undefined))

const askedBy = ({ resources }: V1Container): Use => ({
  requests: resources?.requests ?? {},
  limits: resources?.limits ?? {},
})

const amountsOf = ({ spec }: V1Pod): Use => {
  const text = (kind: 'requests' | 'limits') =>
    Object.fromEntries(
      Object.entries(podAmounts(spec, kind)).map(([name, value]) => [name, formatAmount(name, value)]),
    )
  return { requests: text('requests'), limits: text('limits') }
}

function problemsOf(item: V1LimitRangeItem, pod: V1Pod): string[] {
  if (item.type === 'Container')
    return containersOf(pod).flatMap(container => broken(item, askedBy(container)))
  return item.type === 'Pod' ? broken(item, amountsOf(pod)) : []
}

function broken(
  { type, min, max, maxLimitRequestRatio }: V1LimitRangeItem,
  { requests, limits }: Use,
): string[] {
  const problems: string[] = []
  for (const [name, least] of Object.entries(min ?? {})) {
    const about = `minimum ${name} usage per ${type} is ${least}`
    const request = requests[name]
    const limit = limits[name]
    if (request === undefined) problems.push(`${about}.  No request is specified`)
    else if (amount(request) < amount(least)) problems.push(`${about}, but request is ${request}`)
    else if (limit !== undefined && amount(limit) < amount(least))
      problems.push(`${about}, but limit is ${limit}`)
  }
  for (const [name, most] of Object.entries(max ?? {})) {
    const about = `maximum ${name} usage per ${type} is ${most}`
    const request = requests[name]
    const limit = limits[name]
    if (limit === undefined) problems.push(`${about}.  No limit is specified`)
    else if (amount(limit) > amount(most)) problems.push(`${about}, but limit is ${limit}`)
    else if (request !== undefined && amount(request) > amount(most))
      problems.push(`${about}, but request is ${request}`)
  }
  for (const [name, most] of Object.entries(maxLimitRequestRatio ?? {})) {
    const about = `${name} max limit to request ratio per ${type} is ${most}`
    const request = amount(requests[name] ?? '0')
    const limit = amount(limits[name] ?? '0')
    if (request === 0) problems.push(`${about}, but no request is specified or request is 0`)
    else if (limit === 0) problems.push(`${about}, but no limit is specified or limit is 0`)
    else if (limit / request > amount(most))
      problems.push(`${about}, but provided ratio is ${(limit / request).toFixed(6)}`)
  }
  return problems
}

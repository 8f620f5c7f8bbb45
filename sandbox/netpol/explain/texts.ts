import { type NamedPorts, type PortSpec, portNamesOf } from '../compile/ports'
import type { Labels, Operator, Requirement, Selector } from '../compile/selectors'
import type { End } from '../judge/ends'
import type { Endpoint, PolicyRef } from '../model'

const requirementTexts: Readonly<Record<Operator, (one: Requirement) => string>> = {
  In: ({ key, values }) => (values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`),
  NotIn: ({ key, values }) =>
    values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`,
  Exists: ({ key }) => key,
  DoesNotExist: ({ key }) => `!${key}`,
}

/** As `kubectl get -l` writes it; `any` for a selector that selects everything. */
export function selectorText(selector: Selector | undefined): string {
  const requirements = selector?.requirements ?? []
  return requirements.length === 0
    ? 'any'
    : requirements.map(one => requirementTexts[one.operator](one)).join(',')
}

/** What there is of the labels that a selector wants and does not find. */
export type Difference = {
  /** `app=api`; `none` if there is none of those labels. */
  has: string
  /** The keys that are not as wanted. */
  keys: string
}

export function differenceText(selector: Selector | undefined, labels: Labels): Difference {
  const failing = (selector?.requirements ?? []).filter(one => !one.test(labels)).map(one => one.key)
  const keys = [...new Set(failing)]
  const has = keys.filter(key => labels.has(key)).map(key => `${key}=${labels.get(key)}`)
  return { has: has.join(',') || 'none', keys: keys.join(', ') }
}

/** `80/TCP`, `8000-8010/TCP`, `http (8080/TCP)`, `UDP` for every port of it. */
export function portText(spec: PortSpec, destination: NamedPorts | undefined): string {
  if (spec.kind === 'name') {
    const found = portNamesOf(spec).flatMap(name => {
      const protocol = name.slice(spec.name.length + 1)
      return (destination?.get(name) ?? []).map(number => `${number}/${protocol}`)
    })
    if (found.length > 0) return `${spec.name} (${found.join(', ')})`
    return spec.protocol === undefined ? spec.name : `${spec.name}/${spec.protocol}`
  }
  if (spec.first === 0 && spec.last === 65_535) return spec.protocol
  const numbers = spec.first === spec.last ? `${spec.first}` : `${spec.first}-${spec.last}`
  return `${numbers}/${spec.protocol}`
}

/** The ports of a rule; `any` if it names none. */
export function portsText(ports: readonly PortSpec[], destination: NamedPorts | undefined): string {
  return ports.length === 0 ? 'any' : ports.map(port => portText(port, destination)).join(', ')
}

/** `allow-web`; a policy of an admin tier with its kind: `ClusterNetworkPolicy wall`. */
export const policyText = ({ kind, name }: PolicyRef): string => (kind ? `${kind} ${name}` : name)

/** What services call an address, by address. */
export type ServiceNames = ReadonlyMap<string, string>

/** `web`, or `default/web` beside a pod of another namespace; an address with the service that has it. */
export function endText(endpoint: Endpoint, end: End, beside: End, services: ServiceNames): string {
  if (end.pod) {
    const { namespace, name } = end.pod
    return !beside.pod || beside.pod.namespace === namespace ? name : `${namespace}/${name}`
  }
  if (!('ip' in endpoint)) return `${endpoint.namespace}/${endpoint.pod}`
  const service = services.get(endpoint.ip)
  return service ? `${endpoint.ip} (Service ${service})` : endpoint.ip
}

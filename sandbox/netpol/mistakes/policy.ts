import type {
  V1IPBlock,
  V1LabelSelector,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
} from '@kubernetes/client-node'
import type { Direction, PolicyRef } from '../model'

/** One entry of `ingress` or `egress` as it is written: client-node's own type calls `from` by another name. */
export type WrittenRule = {
  from?: readonly V1NetworkPolicyPeer[]
  to?: readonly V1NetworkPolicyPeer[]
  ports?: readonly V1NetworkPolicyPort[]
}

/** A policy as it is written, with what is null left out. */
export type WrittenPolicy = {
  metadata: { name: string; namespace: string }
  spec: {
    podSelector: V1LabelSelector
    policyTypes?: readonly string[]
    ingress?: readonly WrittenRule[]
    egress?: readonly WrittenRule[]
  }
}

export const peersField = { ingress: 'from', egress: 'to' } as const
export const directions: readonly Direction[] = ['ingress', 'egress']

/** Null is as good as missing, and in a list as good as an empty object. */
function plainValue(_key: string, value: unknown): unknown {
  if (value === null) return undefined
  if (Array.isArray(value)) return value.map(one => one ?? {})
  if (typeof value === 'object' && '_from' in value) {
    const { _from, ...rest } = value
    return { ...rest, from: _from }
  }
  return value
}

/** Reads a policy as an API or client-node gives it. */
export function writtenPolicy(policy: V1NetworkPolicy): WrittenPolicy {
  const plain = JSON.parse(JSON.stringify(policy, plainValue)) as Partial<WrittenPolicy>
  return {
    metadata: { name: plain.metadata?.name ?? '', namespace: plain.metadata?.namespace ?? 'default' },
    spec: { ...plain.spec, podSelector: plain.spec?.podSelector ?? {} },
  }
}

export const refOf = ({ metadata }: WrittenPolicy): PolicyRef => metadata

export type Path = readonly (string | number)[]

/** `spec.ingress[0].ports[1].protocol` */
export const pathText = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')

type Container = Record<string | number, unknown>

export const valueAt = (policy: WrittenPolicy, path: Path): unknown =>
  path.reduce<unknown>((place, step) => (place as Container | undefined)?.[step], policy)

/** A copy with the value at the path set, or taken away if it is undefined. What the path does not touch is shared. */
export const withValue = (policy: WrittenPolicy, path: Path, value: unknown): WrittenPolicy =>
  withEntry(policy as unknown as Container, path, value) as unknown as WrittenPolicy

function withEntry(place: Container, [step, ...rest]: Path, value: unknown): Container {
  const next = rest.length === 0 ? value : withEntry(place[step!] as Container, rest, value)
  if (Array.isArray(place)) {
    const list: unknown[] = [...place]
    if (next === undefined) list.splice(step as number, 1)
    else list[step as number] = next
    return list as unknown as Container
  }
  if (next !== undefined) return { ...place, [step!]: next }
  const { [step!]: _, ...others } = place
  return others
}

const texts = new WeakMap<WrittenPolicy, string>()

/** Two policies with the same text say the same: an API gives fields in an order of its own, and fills in what was left out. */
export function textOf(policy: WrittenPolicy): string {
  const known = texts.get(policy) ?? JSON.stringify(filledIn(policy), inOrder)
  texts.set(policy, known)
  return known
}

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

function filledIn({ metadata, spec }: WrittenPolicy): WrittenPolicy {
  const {
    ingress = [],
    egress = [],
    policyTypes = ['Ingress', ...(egress.length > 0 ? ['Egress'] : [])],
  } = spec
  const withProtocols = (rules: readonly WrittenRule[]) =>
    rules.map(rule => ({ ...rule, ports: rule.ports?.map(port => ({ protocol: 'TCP', ...port })) }))
  return {
    metadata,
    spec: {
      ...spec,
      policyTypes: [...policyTypes].sort(),
      ingress: withProtocols(ingress),
      egress: withProtocols(egress),
    },
  }
}

/** A rule with where it is written. */
export type PlacedRule = {
  policy: WrittenPolicy
  direction: Direction
  index: number
  rule: WrittenRule
  path: Path
}

export function rulesOf(policy: WrittenPolicy): PlacedRule[] {
  return directions.flatMap(direction =>
    (policy.spec[direction] ?? []).map((rule, index) => ({
      policy,
      direction,
      index,
      rule,
      path: ['spec', direction, index],
    })),
  )
}

/** A peer with where it is written. */
export type PlacedPeer = { rule: PlacedRule; index: number; peer: V1NetworkPolicyPeer; path: Path }

export function peersOf(rule: PlacedRule): PlacedPeer[] {
  const field = peersField[rule.direction]
  return (rule.rule[field] ?? []).map((peer, index) => ({
    rule,
    index,
    peer,
    path: [...rule.path, field, index],
  }))
}

/** `10.0.0.0/8 except 10.0.1.0/24` */
export const blockText = ({ cidr, except = [] }: V1IPBlock): string =>
  except.length > 0 ? `${cidr} except ${except.join(', ')}` : cidr

const plainScalar = /^[A-Za-z_./][\w./-]*$/
const readAsOtherType = /^(true|false|yes|no|on|off|null|y|n)$/i

/** YAML in one line. */
export function yamlText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
    return `{${entries.map(([key, entry]) => `${yamlText(key)}: ${yamlText(entry)}`).join(', ')}}`
  }
  if (typeof value === 'string' && plainScalar.test(value) && !readAsOtherType.test(value)) return value
  return JSON.stringify(value)
}

import type { V1NetworkPolicy } from '@kubernetes/client-node'
import type { Message } from '@/sandbox/netpol'
import type { Setting } from './drill'
import { ports } from './flows'

/** One small change of a setting's policies. */
export type Edit = { text: Message; policies: readonly V1NetworkPolicy[] }

type Path = readonly (string | number)[]

/** Every value at the end of a path through a policy's spec. */
function* leaves(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* leaves(item, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* leaves(item, [...path, key])
  else yield { path, value }
}

function withValue(policy: V1NetworkPolicy, path: Path, value: unknown): V1NetworkPolicy {
  const copy = structuredClone(policy) as unknown as Record<string, unknown>
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (at, key) => at[key as string] as Record<string, unknown>,
      copy.spec as Record<string, unknown>,
    )
  holder[path.at(-1) as string] = value
  return copy as unknown as V1NetworkPolicy
}

const pathText = (path: Path) =>
  path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`), 'spec')

/** What else a value could be, of those that the setting knows. */
function others({ pods, namespaces }: Setting, path: Path, value: unknown): unknown[] {
  const key = path.at(-1)
  const among = (values: readonly unknown[]) => [...new Set(values)].filter(one => one !== value)
  if (key === 'port') return among(ports)
  if (path.at(-2) === 'policyTypes') return among(['Ingress', 'Egress'])
  if (path.at(-2) === 'values') return []
  const labelled = path.includes('namespaceSelector') ? namespaces : pods
  return path.includes('matchLabels')
    ? among(labelled.flatMap(({ metadata }) => metadata?.labels?.[String(key)] ?? []))
    : []
}

/** Every change of one value, and every policy taken away. */
export function* editsOf(setting: Setting): Generator<Edit> {
  for (const policy of setting.policies) {
    const name = `${policy.metadata?.namespace}/${policy.metadata?.name}`
    const instead = (by: readonly V1NetworkPolicy[]) =>
      setting.policies.flatMap(one => (one === policy ? by : [one]))
    yield { text: { id: 'drills.change.delete', params: { policy: name } }, policies: instead([]) }
    for (const { path, value } of leaves(policy.spec))
      for (const other of others(setting, path, value))
        yield {
          text: {
            id: 'drills.change.set',
            params: { policy: name, path: pathText(path), before: String(value), after: String(other) },
          },
          policies: instead([withValue(policy, path, other)]),
        }
  }
}

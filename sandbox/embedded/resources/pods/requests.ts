import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { amount, canonicalQuantity } from '../../../quantity'

/** Amounts by resource: cores, bytes, or whatever the resource counts. */
export type Amounts = Record<string, number>

type Kind = 'requests' | 'limits'

const of = ({ resources }: V1Container, kind: Kind): Amounts =>
  Object.fromEntries(
    Object.entries(resources?.[kind] ?? {}).map(([name, value]) => [name, amount(String(value))]),
  )

const combined = (a: Amounts, b: Amounts, combine: (x: number, y: number) => number): Amounts => {
  const result = { ...a }
  for (const [name, value] of Object.entries(b)) result[name] = combine(result[name] ?? 0, value)
  return result
}
const plus = (x: number, y: number) => x + y

/**
 * What a pod asks for, or may use at most: the sum of its containers and sidecars, or what its hungriest init
 * container needs if that is more, and its overhead (component-helpers, resource.PodRequests).
 */
export function podAmounts(spec: V1PodSpec | undefined, kind: Kind): Amounts {
  let sidecars: Amounts = {}
  let initial: Amounts = {}
  for (const container of spec?.initContainers ?? []) {
    const own = of(container, kind)
    if (container.restartPolicy === 'Always') sidecars = combined(sidecars, own, plus)
    const now = container.restartPolicy === 'Always' ? sidecars : combined(sidecars, own, plus)
    initial = combined(initial, now, Math.max)
  }
  const containers = (spec?.containers ?? []).reduce(
    (sum, container) => combined(sum, of(container, kind), plus),
    sidecars,
  )
  const needed = combined(containers, initial, Math.max)
  const overhead = Object.entries(spec?.overhead ?? {}).map(([name, value]) => [name, amount(String(value))])
  return combined(needed, Object.fromEntries(overhead), plus)
}

const binaryUnits = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'] as const

/** An amount as a quantity: bytes in powers of 1024 where they fit, anything else in thousandths. */
export function formatAmount(resource: string, value: number): string {
  if (/memory|storage|hugepages/.test(resource)) {
    for (const [index, unit] of binaryUnits.entries()) {
      const size = 1024 ** (binaryUnits.length - index)
      if (value >= size && value % size === 0) return `${value / size}${unit}`
    }
    return String(value)
  }
  return canonicalQuantity(`${Math.round(value * 1_000)}m`) ?? String(value)
}

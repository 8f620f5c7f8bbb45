import type { Selector } from '../compile/selectors'

type LabelMap = Readonly<Record<string, string>>

/** Labels that stand for all labels of which every selector says the same. */
export type LabelClass = {
  labels: LabelMap
  /** The numbers of the selectors that match. */
  matching: ReadonlySet<number>
}

export type LabelClassOptions = {
  /** Labels that everybody has: their keys are not varied. */
  fixed?: LabelMap
  /** Labels that rather stay away, where others of the same class are to be had. */
  avoided?: readonly (readonly [key: string, value: string])[]
}

/** So that a hostile manifest does not make the search long: of more, the simplest stand. */
const mostClasses = 2048

/** Which selectors cannot match any more, as bits. */
type Failing = bigint

type Found = { labels: LabelMap; failing: Failing; cost: number }

/** A label costs more than none, one to avoid more than many. */
const labelCost = 1
const avoidedCost = 1000

/**
 * One set of labels for each way in which a list of selectors can answer together, found key by key: what two sets of
 * labels have made impossible so far is all that matters of them. Each is the smallest of its class; the smallest come
 * first.
 */
export function labelClasses(selectors: readonly Selector[], options: LabelClassOptions = {}): LabelClass[] {
  const { fixed = {}, avoided = [] } = options
  const isAvoided = new Set(avoided.map(([key, value]) => `${key}=${value}`))
  let found: Found[] = [{ labels: {}, failing: alwaysFailing(selectors), cost: 0 }]
  for (const [key, values] of valuesByKey(selectors)) {
    const choices = Object.hasOwn(fixed, key) ? [fixed[key]] : [undefined, ...values, fresh(values)]
    const next = new Map<Failing, Found>()
    const steps = choices.map(value => ({
      value,
      failing: failingBy(selectors, key, value),
      cost:
        value === undefined || Object.hasOwn(fixed, key)
          ? 0
          : isAvoided.has(`${key}=${value}`)
            ? avoidedCost
            : labelCost,
    }))
    for (const before of found)
      for (const step of steps) {
        const failing = before.failing | step.failing
        const cost = before.cost + step.cost
        const known = next.get(failing)
        if (known && known.cost <= cost) continue
        const labels = step.value === undefined ? before.labels : { ...before.labels, [key]: step.value }
        next.set(failing, { labels, failing, cost })
      }
    found = [...next.values()].sort((one, other) => one.cost - other.cost).slice(0, mostClasses)
  }
  return found.map(({ labels, failing }) => ({
    labels: { ...fixed, ...labels },
    matching: new Set(selectors.flatMap((_, index) => ((failing >> BigInt(index)) & 1n ? [] : [index]))),
  }))
}

const bit = (index: number): Failing => 1n << BigInt(index)

/** Those that the API server refuses match nothing. */
const alwaysFailing = (selectors: readonly Selector[]): Failing =>
  selectors.reduce((bits, { valid }, index) => (valid ? bits : bits | bit(index)), 0n)

function valuesByKey(selectors: readonly Selector[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byKey = new Map<string, Set<string>>()
  for (const { key, values } of selectors.flatMap(({ requirements }) => requirements)) {
    const known = byKey.get(key) ?? new Set()
    for (const value of values) known.add(value)
    byKey.set(key, known)
  }
  return byKey
}

/** A value that nobody speaks of. */
function fresh(values: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const value = number === 1 ? 'other' : `other-${number}`
    if (!values.has(value)) return value
  }
}

function failingBy(selectors: readonly Selector[], key: string, value: string | undefined): Failing {
  const labels: ReadonlyMap<string, string> = value === undefined ? new Map() : new Map([[key, value]])
  return selectors.reduce(
    (bits, { requirements }, index) =>
      requirements.some(one => one.key === key && !one.test(labels)) ? bits | bit(index) : bits,
    0n,
  )
}

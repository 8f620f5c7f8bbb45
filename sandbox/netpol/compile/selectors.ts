import type { V1LabelSelector } from '@kubernetes/client-node'

export type Labels = ReadonlyMap<string, string>

export function labelsOf(labels: Record<string, string> | null | undefined): Labels {
  return new Map(Object.entries(labels ?? {}))
}

export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'

/** One condition of a selector; `matchLabels` are conditions `In` with one value. */
export type Requirement = {
  key: string
  operator: Operator
  values: readonly string[]
  test(labels: Labels): boolean
}

type Operation = {
  takesValues: boolean
  test(value: string | undefined, values: ReadonlySet<string>): boolean
}

/**
 * Rules of apimachinery's labels.Requirement: `NotIn` and `DoesNotExist` match objects that lack the key, `In` and
 * `NotIn` need values, the others take none.
 */
const operations: Readonly<Record<Operator, Operation>> = {
  In: { takesValues: true, test: (value, values) => value !== undefined && values.has(value) },
  NotIn: { takesValues: true, test: (value, values) => value === undefined || !values.has(value) },
  Exists: { takesValues: false, test: value => value !== undefined },
  DoesNotExist: { takesValues: false, test: value => value === undefined },
}

const isOperator = (text: string): text is Operator => Object.hasOwn(operations, text)

function requirement(key: string, operator: string, values: readonly string[]): Requirement | undefined {
  if (!isOperator(operator)) return undefined
  const operation = operations[operator]
  if (operation.takesValues !== values.length > 0) return undefined
  const set = new Set(values)
  return { key, operator, values, test: labels => operation.test(labels.get(key), set) }
}

/** A label selector ready to be asked. */
export type Selector = {
  /** All must hold; empty selects everything. */
  requirements: readonly Requirement[]
  /** False for a selector that the API server refuses (unknown operator, `In` without values): it selects nothing. */
  valid: boolean
  matches(labels: Labels): boolean
}

/** Missing, null and `{}` all select everything; where missing means something else, the caller asks first. */
export function compileSelector(selector: V1LabelSelector | null | undefined): Selector {
  const requirements: Requirement[] = []
  let valid = true
  const add = (made: Requirement | undefined) => {
    if (made) requirements.push(made)
    else valid = false
  }
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) add(requirement(key, 'In', [value]))
  for (const expression of selector?.matchExpressions ?? []) {
    add(expression ? requirement(expression.key, expression.operator, expression.values ?? []) : undefined)
  }
  const [only] = requirements
  if (!valid) return { requirements, valid, matches: () => false }
  if (!only) return { requirements, valid, matches: () => true }
  if (requirements.length === 1) return { requirements, valid, matches: only.test }
  return { requirements, valid, matches: labels => requirements.every(one => one.test(labels)) }
}

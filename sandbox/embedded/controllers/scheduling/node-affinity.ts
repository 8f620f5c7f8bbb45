import type { V1Node, V1NodeSelectorRequirement, V1NodeSelectorTerm, V1Pod } from '@kubernetes/client-node'
import { selects } from '../selector'

type Labels = Readonly<Record<string, string>>

const integer = /^[+-]?\d+$/
const ordered = (value: string | undefined, than: string | undefined, sign: 1 | -1) =>
  value !== undefined &&
  than !== undefined &&
  integer.test(value) &&
  integer.test(than) &&
  sign * (Number(value) - Number(than)) > 0

const operators: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> =
  {
    In: (value, values) => value !== undefined && values.includes(value),
    NotIn: (value, values) => value === undefined || !values.includes(value),
    Exists: value => value !== undefined,
    DoesNotExist: value => value === undefined,
    Gt: (value, [than]) => ordered(value, than, 1),
    Lt: (value, [than]) => ordered(value, than, -1),
  }

const holds = ({ key, operator, values = [] }: V1NodeSelectorRequirement, labels: Labels) =>
  operators[operator]?.(labels[key], values) ?? false

/** A term without conditions matches no node. */
function matches({ matchExpressions = [], matchFields = [] }: V1NodeSelectorTerm, { metadata }: V1Node) {
  const fields = { 'metadata.name': metadata?.name ?? '' }
  return (
    matchExpressions.length + matchFields.length > 0 &&
    matchExpressions.every(requirement => holds(requirement, metadata?.labels ?? {})) &&
    matchFields.every(requirement => holds(requirement, fields))
  )
}

/** Is a node one that the pod's nodeSelector and required node affinity name? */
export function matchesNode({ spec }: V1Pod, node: V1Node): boolean {
  if (Object.keys(spec?.nodeSelector ?? {}).length > 0 && !selects(spec?.nodeSelector, node.metadata?.labels))
    return false
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return !required || (required.nodeSelectorTerms ?? []).some(term => matches(term, node))
}

/** How much it would like to be there. */
export const preferenceFor = ({ spec }: V1Pod, node: V1Node): number =>
  (spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [])
    .filter(({ preference }) => matches(preference, node))
    .reduce((sum, { weight }) => sum + weight, 0)

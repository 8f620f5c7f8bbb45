import type { V1LabelSelector, V1NetworkPolicy } from '@kubernetes/client-node'
import { peersOf } from './peers'

/** Labels that some pod selector of a policy names, and so could tell a pod apart that nobody thought of. */
export type PolicyLabel = { labels: Record<string, string> }

/** So that a hostile manifest does not make the proof long. */
const most = 12

/** One set of labels for each pod selector as a whole, and one for each value that it names. */
export function policyLabels(policies: readonly V1NetworkPolicy[]): PolicyLabel[] {
  const found = new Map<string, Record<string, string>>()
  for (const selector of policies.flatMap(podSelectors))
    for (const labels of named(selector)) {
      if (Object.keys(labels).length === 0) continue
      found.set(JSON.stringify(Object.entries(labels).sort()), labels)
      if (found.size >= most) return [...found.values()].map(labels => ({ labels }))
    }
  return [...found.values()].map(labels => ({ labels }))
}

function podSelectors(policy: V1NetworkPolicy): V1LabelSelector[] {
  return [policy.spec?.podSelector, ...peersOf(policy).map(peer => peer.podSelector)].filter(
    selector => selector !== undefined,
  )
}

function named(selector: V1LabelSelector): Record<string, string>[] {
  const exact = selector.matchLabels ?? {}
  const expressions = selector.matchExpressions ?? []
  const whole = { ...exact }
  const values: Record<string, string>[] = []
  for (const { key, operator, values: listed } of expressions) {
    const candidates = operator === 'Exists' || operator === 'DoesNotExist' ? ['any'] : (listed ?? [])
    for (const value of candidates) values.push({ [key]: value })
    if ((operator === 'In' || operator === 'Exists') && candidates[0] !== undefined)
      whole[key] ??= candidates[0]
  }
  return [whole, ...Object.entries(exact).map(([key, value]) => ({ [key]: value })), ...values]
}

import type { V1PolicyRule } from '@kubernetes/client-node'
import { goQuote } from '../../resources/validation/field-errors'

/** A rule with one verb, one resource (or path) and at most one name. */
type Single = { verb: string; group?: string; resource?: string; name?: string; url?: string }

const singles = ({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: V1PolicyRule): Single[] => [
  ...apiGroups.flatMap(group =>
    resources.flatMap(resource =>
      verbs.flatMap(verb =>
        resourceNames.length > 0
          ? resourceNames.map(name => ({ group, resource, verb, name }))
          : [{ group, resource, verb }],
      ),
    ),
  ),
  ...nonResourceURLs.flatMap(url => verbs.map(verb => ({ url, verb }))),
]

const has = (values: readonly string[] = [], wanted: string) =>
  values.includes('*') || values.includes(wanted)

const hasResource = (values: readonly string[] = [], wanted: string) =>
  has(values, wanted) || (wanted.includes('/') && values.includes(`*/${wanted.split('/')[1]}`))

const hasUrl = (values: readonly string[] = [], wanted: string) =>
  values.some(
    value => value === wanted || (value.endsWith('*') && wanted.startsWith(value.replace(/\*+$/, ''))),
  )

function covers(rule: V1PolicyRule, { verb, group, resource, name, url }: Single): boolean {
  if (!has(rule.verbs, verb)) return false
  if (url !== undefined) return hasUrl(rule.nonResourceURLs, url)
  return (
    has(rule.apiGroups, group!) &&
    hasResource(rule.resources, resource!) &&
    (!rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name)))
  )
}

const listed = (values: readonly string[]) => `[${values.map(goQuote).join(' ')}]`

/**
 * What of `wanted` the `held` rules do not give, a line each and sorted, as the API server names it
 * (component-helpers, rbac/validation.Covers); nothing when all is covered.
 */
export function uncovered(held: readonly V1PolicyRule[], wanted: readonly V1PolicyRule[]): string[] {
  const verbs = new Map<string, string[]>()
  const lines: string[] = []
  for (const single of wanted.flatMap(singles)) {
    if (held.some(rule => covers(rule, single))) continue
    const { verb, group, resource, name, url } = single
    if (url !== undefined) {
      lines.push(`{NonResourceURLs:${listed([url])}, Verbs:${listed([verb])}}`)
      continue
    }
    const names = name === undefined ? '' : `, ResourceNames:${listed([name])}`
    const start = `{APIGroups:${listed([group!])}, Resources:${listed([resource!])}${names}`
    verbs.set(start, [...(verbs.get(start) ?? []), verb])
  }
  for (const [start, all] of verbs) lines.push(`${start}, Verbs:${listed(all)}}`)
  return [...new Set(lines)].sort()
}

import { type Rule, takeApart } from './rules'

/** What `rules` allow and `owned` do not, a rule each (Covers in component-helpers' auth/rbac/validation). */
export const uncovered = (owned: readonly Rule[], rules: readonly Rule[]): Rule[] =>
  rules.flatMap(takeApart).filter(rule => !owned.some(owner => covers(owner, rule)))

function covers(owner: Rule, rule: Rule): boolean {
  const names = owner.resourceNames ?? []
  return (
    hasAll(owner.verbs, rule.verbs) &&
    hasAll(owner.apiGroups, rule.apiGroups) &&
    (rule.resources ?? []).every(resource => coversResource(owner.resources ?? [], resource)) &&
    (names.length === 0 || (rule.resourceNames?.every(name => names.includes(name)) ?? false)) &&
    (rule.nonResourceURLs ?? []).every(url => owner.nonResourceURLs?.some(own => coversUrl(own, url)))
  )
}

const hasAll = (owned: readonly string[] = [], wanted: readonly string[] = []): boolean =>
  owned.includes('*') || wanted.every(one => owned.includes(one))

function coversResource(owned: readonly string[], resource: string): boolean {
  if (owned.includes('*') || owned.includes(resource)) return true
  const slash = resource.indexOf('/')
  return slash >= 0 && owned.includes(`*${resource.slice(slash)}`)
}

const coversUrl = (owned: string, url: string): boolean =>
  owned === url || (owned.endsWith('*') && url.startsWith(owned.replace(/\*+$/, '')))

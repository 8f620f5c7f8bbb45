/** A rule of a role, or of what somebody may do (rbac/v1 PolicyRule). */
export type Rule = {
  verbs?: string[]
  apiGroups?: string[]
  resources?: string[]
  resourceNames?: string[]
  nonResourceURLs?: string[]
}

/** Rules taken apart and put together again, a line a resource, in kubectl's order (kubectl/pkg/util/rbac). */
export function compactRules(rules: readonly Rule[]): Rule[] {
  const simple = new Map<string, Rule>()
  const others: Rule[] = []
  for (const rule of rules.flatMap(takeApart)) {
    if (rule.nonResourceURLs) {
      others.push(rule)
      continue
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames])
    const known = simple.get(key)
    if (!known) simple.set(key, rule)
    else known.verbs = [...new Set([...(known.verbs ?? []), ...(rule.verbs ?? [])])]
  }
  return [...others, ...simple.values()].sort((a, b) => {
    const [left, right] = [goString(a), goString(b)]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

/** One rule for each verb, resource and name, or URL. */
export function takeApart({
  verbs = [],
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: Rule): Rule[] {
  const names = resourceNames.length > 0 ? resourceNames.map(name => [name]) : [undefined]
  return [
    ...apiGroups.flatMap(group =>
      resources.flatMap(resource =>
        verbs.flatMap(verb =>
          names.map(
            (name): Rule => ({
              verbs: [verb],
              apiGroups: [group],
              resources: [resource],
              ...(name ? { resourceNames: name } : {}),
            }),
          ),
        ),
      ),
    ),
    ...nonResourceURLs.flatMap(url => verbs.map((verb): Rule => ({ verbs: [verb], nonResourceURLs: [url] }))),
  ]
}

const brackets = (words: readonly string[] = []): string => `[${words.join(' ')}]`

/** As the generated String method prints it, which is what kubectl sorts by. */
const goString = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string =>
  `&PolicyRule{Verbs:${brackets(verbs)},APIGroups:${brackets(apiGroups)},Resources:${brackets(resources)},ResourceNames:${brackets(resourceNames)},NonResourceURLs:${brackets(nonResourceURLs)},}`

/** `pods/log`, `deployments.apps`: the four columns of a rule, tabs between them. */
export function ruleColumns(rule: Rule): string {
  const [name = '', subresource] = (rule.resources?.[0] ?? '').split(/\/(.*)/s)
  const group = rule.apiGroups?.[0]
  const resource = name + (group ? `.${group}` : '') + (subresource === undefined ? '' : `/${subresource}`)
  return [resource, brackets(rule.nonResourceURLs), brackets(rule.resourceNames), brackets(rule.verbs)].join(
    '\t',
  )
}

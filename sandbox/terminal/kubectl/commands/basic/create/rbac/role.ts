import { flag } from '../../../../flags/definition'
import type { JsonObject } from '../../../../object'
import { generatorCommand, requireName } from '../generator'
import { checkResources, distinctVerbs, namedResources, rulesFor, warnOfVerbs } from './rules'

const apiVersion = 'rbac.authorization.k8s.io/v1'

const ruleFlags = [
  flag.strings('resource', 'Resource that the rule is about'),
  flag.array('resource-name', 'Name of the one object that the rule is about; may be repeated.'),
  flag.strings('verb', 'Verb that the rule allows'),
]

export const role = generatorCommand({
  name: 'role',
  usage:
    'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  examples: `# Allow to look at pods
kubectl create role pod-reader --verb=get,list,watch --resource=pods`,
  flags: ruleFlags,
  async make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const verbs = distinctVerbs(flags.list('verb'))
    const resources = namedResources(flags.list('resource'))
    if (verbs.length === 0) throw new Error('at least one verb must be specified')
    await warnOfVerbs(invocation, verbs)
    if (resources.length === 0) throw new Error('at least one resource must be specified')
    const mapper = await invocation.mapper()
    checkResources(mapper, resources, verbs)
    const rules = rulesFor(mapper, { verbs, resources, names: flags.list('resource-name') })
    return { apiVersion, kind: 'Role', metadata: { name }, rules }
  },
})

const urlVerbs = new Set(['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'])

export const clusterRole = generatorCommand({
  name: 'clusterrole',
  usage:
    'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  examples: `# Allow to look at pods of every namespace
kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods`,
  flags: [
    flag.string('aggregation-rule', 'Labels (key=value) of the cluster roles that this one is made of.'),
    flag.strings('non-resource-url', 'A path of the server that is no resource.'),
    ...ruleFlags,
  ],
  async make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const verbs = distinctVerbs(flags.list('verb'))
    const resources = namedResources(flags.list('resource'))
    const urls = [...new Set(flags.list('non-resource-url'))]
    const names = flags.list('resource-name')
    const kind = { apiVersion, kind: 'ClusterRole', metadata: { name } }
    const labels = flags.string('aggregation-rule')
    if (labels) {
      if (urls.length + verbs.length + resources.length + names.length > 0) {
        throw new Error(
          'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
        )
      }
      return { ...kind, aggregationRule: aggregation(labels), rules: null }
    }
    if (verbs.length === 0) throw new Error('at least one verb must be specified')
    if (resources.length === 0 && urls.length === 0)
      throw new Error('one of resource or nonResourceURL must be specified')
    const mapper = await invocation.mapper()
    if (resources.length > 0) {
      await warnOfVerbs(invocation, verbs)
      checkResources(mapper, resources, verbs)
    }
    checkUrls(urls, verbs)
    const rules = rulesFor(mapper, { verbs, resources, names })
    return { ...kind, rules: urls.length > 0 ? [...rules, { nonResourceURLs: urls, verbs }] : rules }
  },
})

const aggregation = (labels: string): JsonObject => ({
  clusterRoleSelectors: [
    {
      matchLabels: Object.fromEntries(labels.split(',').map(pair => pair.split('=', 2) as [string, string])),
    },
  ],
})

function checkUrls(urls: readonly string[], verbs: readonly string[]): void {
  if (urls.length === 0) return
  const wrong = verbs.find(verb => !urlVerbs.has(verb))
  if (wrong !== undefined) throw new Error(`invalid verb: '${wrong}' for nonResourceURL`)
  for (const url of urls) {
    if (url === '*') continue
    if (!url.startsWith('/')) throw new Error('nonResourceURL should start with /')
    if (url.slice(0, -1).includes('*'))
      throw new Error("nonResourceURL only supports wildcard matches when '*' is at the end")
  }
}

import type { Command } from '../../command'
import { usageError } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { joinApiVersion } from '../../object'
import { goJsonAsIs } from '../../output/json'
import { toKyamlAsIs } from '../../output/kyaml'
import { alignTabs, tableTabs } from '../../output/tab-writer'
import type { ApiResource } from '../../resources/discovery'
import { qualifiedResource } from '../../resources/mapper'
import { toYaml } from '../../yaml/write'

export const apiResources: Command = {
  name: 'api-resources',
  usage: '[flags]',
  short: 'Print the supported API resources on the server',
  examples: `# Print the supported API resources
kubectl api-resources

# Print those of one group
kubectl api-resources --api-group=networking.k8s.io

# Print those that live in namespaces
kubectl api-resources --namespaced=true`,
  flags: [
    flag.string('api-group', 'Limit to resources in the specified API group.'),
    flag.bool('cached', 'Use the cached list of resources if available.'),
    flag.strings('categories', 'Limit to resources that belong to the specified categories.'),
    flag.bool('namespaced', 'Those in namespaces, or with false those that are not.', { default: true }),
    flag.bool('no-headers', 'Leave the headers out.'),
    flag.string('output', 'Output format. One of: (json, yaml, kyaml, name, wide).', { shorthand: 'o' }),
    flag.bool('show-managed-fields', 'Keep managedFields when printing JSON or YAML.'),
    flag.string('sort-by', "Sort the list by 'name' or 'kind'."),
    flag.strings('verbs', 'Limit to resources that support the specified verbs.'),
  ],
  run: runApiResources,
}

export const apiVersions: Command = {
  name: 'api-versions',
  usage: '',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  examples: `# Print the supported API versions
kubectl api-versions`,
  flags: [],
  async run(invocation) {
    if (invocation.args.length > 0) {
      throw usageError(invocation, `unexpected arguments: [${invocation.args.join(' ')}]`)
    }
    const { resources } = await invocation.mapper(() => false)
    const versions = new Set(resources.map(({ group, version }) => joinApiVersion(group, version)))
    await invocation.out(
      [...versions]
        .sort()
        .map(version => `${version}\n`)
        .join(''),
    )
  },
}

async function runApiResources(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw usageError(invocation, `unexpected arguments: [${args.join(' ')}]`)
  const output = flags.string('output')
  if (!['', 'wide', 'name', 'json', 'yaml', 'kyaml'].includes(output)) {
    throw new Error(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
    )
  }
  const sortBy = flags.string('sort-by')
  if (!['', 'name', 'kind'].includes(sortBy)) {
    throw new Error('--sort-by accepts only name or kind')
  }
  const shown = sorted(
    filtered(invocation, (await invocation.mapper(() => invocation.flags.bool('cached'))).resources),
    sortBy,
  )
  if (output === 'name') return invocation.out(shown.map(one => `${qualifiedResource(one)}\n`).join(''))
  if (output === 'json' || output === 'yaml' || output === 'kyaml') {
    const list = {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: '',
      resources: shown.length > 0 ? shown.map(discoveryEntry) : null,
    }
    const write = { json: (one: object) => `${goJsonAsIs(one, 4)}\n`, yaml: toYaml, kyaml: toKyamlAsIs }[
      output
    ]
    return invocation.out(write(list))
  }
  const wide = output === 'wide'
  const headers = [
    'NAME',
    'SHORTNAMES',
    'APIVERSION',
    'NAMESPACED',
    'KIND',
    ...(wide ? ['VERBS', 'CATEGORIES'] : []),
  ]
  const rows = shown.map(one => [
    one.resource,
    one.shortNames.join(','),
    joinApiVersion(one.group, one.version),
    String(one.namespaced),
    one.kind,
    ...(wide ? [one.verbs.join(','), one.categories.join(',')] : []),
  ])
  const lines = [...(flags.bool('no-headers') ? [] : [headers]), ...rows]
  await invocation.out(alignTabs(lines.map(cells => `${cells.join('\t')}\n`).join(''), tableTabs))
}

function filtered({ flags }: Invocation, resources: readonly ApiResource[]): ApiResource[] {
  const verbs = flags.list('verbs')
  const categories = flags.list('categories')
  return resources.filter(
    one =>
      one.preferred &&
      one.verbs.length > 0 &&
      (!flags.changed('api-group') || one.group === flags.string('api-group')) &&
      (!flags.changed('namespaced') || one.namespaced === flags.bool('namespaced')) &&
      verbs.every(verb => one.verbs.includes(verb)) &&
      categories.every(category => one.categories.includes(category)),
  )
}

function sorted(resources: readonly ApiResource[], by: string): ApiResource[] {
  const order = (...keys: ((one: ApiResource) => string)[]) =>
    [...resources].sort((a, b) => {
      for (const key of keys) {
        if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1
      }
      return 0
    })
  if (by === 'name') return order(one => one.resource)
  if (by === 'kind') return order(one => one.kind)
  return order(
    one => one.group,
    one => one.resource,
  )
}

const discoveryEntry = ({
  resource,
  singular,
  namespaced,
  group,
  version,
  kind,
  verbs,
  shortNames,
  categories,
}: ApiResource) => ({
  name: resource,
  singularName: singular,
  namespaced,
  ...(group ? { group } : {}),
  version,
  kind,
  verbs,
  ...(shortNames.length > 0 ? { shortNames } : {}),
  ...(categories.length > 0 ? { categories } : {}),
})

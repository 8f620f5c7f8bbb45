import { Fatal } from '../../../../failure'
import type { Invocation } from '../../../../invocation'
import type { JsonObject } from '../../../../object'
import type { ApiResource } from '../../../../resources/discovery'
import type { Mapper } from '../../../../resources/mapper'

/** Verbs that a role may name without a warning (kubectl's create_role). */
const resourceVerbs = new Set([
  '*',
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
])

/** Verbs that only some resources have, by verb: `resource.group`. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy'],
  bind: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  escalate: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
}

export type NamedResource = { resource: string; group: string; subresource: string }

/** `*` alone stands for all of them. */
export const distinctVerbs = (verbs: readonly string[]): string[] =>
  verbs.includes('*') ? ['*'] : [...new Set(verbs)]

/** `deployments.apps/scale`; after a bare `*` nothing else counts. */
export function namedResources(words: readonly string[]): NamedResource[] {
  const found: NamedResource[] = []
  for (const word of words) {
    const [name = '', ...rest] = word.split('/')
    const [resource = '', ...group] = name.split('.')
    found.push({ resource, group: group.join('.'), subresource: rest.join('/') })
    if (word === '*') break
  }
  return found
}

export async function warnOfVerbs(invocation: Invocation, verbs: readonly string[]): Promise<void> {
  for (const verb of verbs) {
    if (!resourceVerbs.has(verb)) await invocation.err(`Warning: '${verb}' is not a standard resource verb\n`)
  }
}

function lookUp(mapper: Mapper, { resource, group }: NamedResource): ApiResource {
  try {
    return mapper.forArgument(group ? `${resource}.${group}` : resource)
  } catch {
    throw new Fatal(
      `the server doesn't have a resource type ${JSON.stringify(resource)}${group ? ` in group ${JSON.stringify(group)}` : ''}`,
    )
  }
}

/** Throws for a resource that the server does not have, and for verbs that it does not take. */
export function checkResources(
  mapper: Mapper,
  resources: readonly NamedResource[],
  verbs: readonly string[],
): void {
  for (const named of resources) {
    if (!named.resource) throw new Error('resource must be specified if apiGroup/subresource specified')
    if (named.resource === '*') return
    let found = { resource: named.resource, group: named.group }
    let failure: unknown
    try {
      found = lookUp(mapper, named)
    } catch (error) {
      failure = error
    }
    for (const verb of verbs) {
      const only = specialVerbs[verb]
      if (!only) continue
      if (!only.includes(`${found.resource}.${found.group}`)) {
        throw new Error(`can not perform '${verb}' on '${found.resource}' in group '${found.group}'`)
      }
      failure = undefined
    }
    if (failure) throw failure
  }
}

/** One rule a group, groups in order. */
export function rulesFor(
  mapper: Mapper,
  {
    verbs,
    resources,
    names,
  }: { verbs: string[]; resources: readonly NamedResource[]; names: readonly string[] },
): JsonObject[] {
  const byGroup = new Map<string, Set<string>>()
  for (const named of resources) {
    let { resource, group } = named
    try {
      ;({ resource, group } = lookUp(mapper, named))
    } catch {
      // `*` is no resource of its own.
    }
    const name = named.subresource ? `${resource}/${named.subresource}` : resource
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(name))
  }
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, members]) => ({
      apiGroups: [group],
      ...(names.length > 0 ? { resourceNames: [...new Set(names)] } : {}),
      resources: [...members],
      verbs,
    }))
}

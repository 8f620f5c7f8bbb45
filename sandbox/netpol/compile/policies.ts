import type { ModelObjects } from '../model'
import { type ClusterPolicies, compileClusterPolicies } from '../tiers/compile'
import { type Block, Blocks } from './blocks'
import { compileNetworkPolicies, type Policy } from './network-policies'
import { portNamesOf } from './ports'
import type { Rule } from './rules'
import type { Selector } from './selectors'

/** The policies of a model: by namespace, sorted by name; of the admin tiers; the different ipBlocks they speak of. */
export type Policies = ClusterPolicies & {
  byNamespace: ReadonlyMap<string, readonly Policy[]>
  blocks: readonly Block[]
}

export function compilePolicies(objects: ModelObjects): Policies {
  const blocks = new Blocks()
  const byNamespace = compileNetworkPolicies(objects.networkPolicies, blocks)
  const tiers = compileClusterPolicies(objects, blocks)
  return { byNamespace, ...tiers, blocks: blocks.all }
}

export function* rulesOf(policies: Policies): Iterable<Rule> {
  for (const list of policies.byNamespace.values()) {
    for (const policy of list) {
      yield* policy.rules.ingress ?? []
      yield* policy.rules.egress ?? []
    }
  }
  for (const policy of [...policies.admin, ...policies.baseline]) {
    yield* policy.rules.ingress
    yield* policy.rules.egress
  }
}

/** Everything by which the policies can tell two pods of a namespace apart, beside their addresses. */
export type Distinctions = {
  labelKeys: ReadonlySet<string>
  /** `name/protocol` of the named ports that a rule speaks of. */
  portNames: ReadonlySet<string>
}

export function distinctionsOf(policies: Policies): Distinctions {
  const labelKeys = new Set<string>()
  const portNames = new Set<string>()
  const addKeys = (selector: Selector | undefined) => {
    for (const requirement of selector?.requirements ?? []) labelKeys.add(requirement.key)
  }
  for (const list of policies.byNamespace.values()) for (const policy of list) addKeys(policy.selector)
  for (const policy of [...policies.admin, ...policies.baseline]) addKeys(policy.subject?.pods)
  for (const rule of rulesOf(policies)) {
    for (const peer of rule.peers) if (peer.kind === 'pods') addKeys(peer.pods)
    for (const port of rule.ports) {
      if (port.kind === 'name') for (const name of portNamesOf(port)) portNames.add(name)
    }
  }
  return { labelKeys, portNames }
}

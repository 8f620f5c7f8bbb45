import type { V1ClusterRole, V1PolicyRule } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import type { Disposable } from '../../../process'
import { copyJson } from '../../api/copy'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { furnished } from '../../store'
import { startController } from '../controller'

const resource = 'rbac.authorization.k8s.io/clusterroles'
const all = '/'

/** The rules of every role that the selectors name, in the order of selectors and names, each once. */
function aggregated(role: V1ClusterRole, roles: readonly V1ClusterRole[]): V1PolicyRule[] {
  const rules: V1PolicyRule[] = []
  for (const wanted of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = compileSelector(wanted)
    for (const { metadata, rules: own } of roles) {
      if (metadata?.name === role.metadata?.name || !selector.matches(labelsOf(metadata?.labels))) continue
      for (const rule of own ?? []) if (!rules.some(known => equal(known, rule))) rules.push(rule)
    }
  }
  return rules
}

/**
 * Cluster roles with an `aggregationRule` hold the rules of all that it selects.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export const startClusterRoleAggregation = (registry: Registry): Disposable =>
  startController({
    registry,
    // What every cluster is furnished with is aggregated already.
    triggers: [
      {
        resource,
        keys: ({ object, previous }) =>
          previous || object.metadata?.resourceVersion !== furnished ? [all] : [],
      },
    ],
    reconcile() {
      const roles = registry.list<V1ClusterRole>(resource)
      for (const role of roles) {
        if (!role.aggregationRule) continue
        const rules = aggregated(role, roles)
        if (equal(rules, role.rules ?? [])) continue
        registry.modify<V1ClusterRole>(
          resource,
          '',
          role.metadata!.name!,
          changed => {
            if (rules.length > 0) changed.rules = copyJson(rules)
            else delete changed.rules
          },
          { fieldManager: 'clusterrole-aggregation-controller' },
        )
      }
    },
  })

import type { V1Namespace } from '@kubernetes/client-node'
import type { ClusterState } from './cluster-state'

/** What a platform notes on learners' namespaces on a cluster that many share: tenancy, Pod Security. */
const ofPlatform = /^(netpol-lab\.dev|pod-security\.kubernetes\.io)\//
const isOfPlatform = ([key, value]: [string, string]) =>
  ofPlatform.test(key) || (key === 'app.kubernetes.io/managed-by' && value === 'netpol-lab')

/**
 * The state as it is on a cluster of the learner's own: such labels tell namespaces apart where a lesson does not, and the
 * search for mistakes takes that for meant. What a policy names stays.
 */
export function withoutPlatformLabels(state: ClusterState): ClusterState {
  const policies = JSON.stringify([state.networkPolicies, state.leaving])
  const isNoise = (entry: [string, string]) => isOfPlatform(entry) && !policies.includes(`"${entry[0]}`)
  const quiet = (namespace: V1Namespace): V1Namespace => {
    const entries = Object.entries(namespace.metadata?.labels ?? {})
    if (!entries.some(isNoise)) return namespace
    const labels = Object.fromEntries(entries.filter(entry => !isNoise(entry)))
    return { ...namespace, metadata: { ...namespace.metadata, labels } }
  }
  return { ...state, namespaces: state.namespaces.map(quiet) }
}

import type { V1Pod } from '@kubernetes/client-node'
import type { Mistake, Role } from '../exercise'
import { type ExpectedFlow, findMistakes } from '../netpol/mistakes'
import { isPlayedBy } from './checks/roles'
import { type ClusterState, isRunning } from './cluster-state'
import type { World } from './proof/world'

type Circumstances = { state: ClusterState; roles: Readonly<Record<string, Role>> }

/** Pods of the start that the exercise counts on: who plays no role may go. */
const rolesLost = (world: World, { state, roles }: Circumstances): Mistake[] =>
  world.podsBefore
    .filter(pod => Object.values(roles).some(role => isPlayedBy(role, pod)))
    .filter(({ metadata }) => !state.pods.some(pod => isRunning(pod) && hasLabels(pod, metadata)))
    .map(({ metadata }) => {
      const namespace = metadata?.namespace ?? 'default'
      const pod = metadata?.name ?? ''
      const stands = state.pods.some(
        one => isRunning(one) && one.metadata?.name === pod && one.metadata.namespace === namespace,
      )
      const id = stands ? 'pod-relabelled' : 'pod-deleted'
      const message = { id: `mistake.${id}`, params: { namespace, pod } }
      return { id, policy: `${namespace}/${pod}`, path: stands ? 'metadata.labels' : '', message }
    })

function hasLabels(pod: V1Pod, wanted: V1Pod['metadata']): boolean {
  return (
    (pod.metadata?.namespace ?? 'default') === (wanted?.namespace ?? 'default') &&
    Object.entries(wanted?.labels ?? {}).every(([key, value]) => pod.metadata?.labels?.[key] === value)
  )
}

/** The common mistakes that explain why flows are not as the exercise means them, each with its place in a policy. */
export function mistakesOf(
  meant: readonly ExpectedFlow[],
  world: World,
  circumstances: Circumstances,
): Mistake[] {
  const coming = world.parties.filter(({ origin }) => origin !== 'running')
  const found = findMistakes({
    objects: circumstances.state,
    possible: {
      pods: coming.flatMap(({ pod }) => (pod ? [pod] : [])),
      namespaces: world.invented,
    },
    expected: meant,
    before: world.policiesBefore,
    podsBefore: world.podsBefore,
  })
  return [...rolesLost(world, circumstances), ...found]
}

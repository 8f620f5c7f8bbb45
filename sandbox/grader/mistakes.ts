import type { V1Pod } from '@kubernetes/client-node'
import type { Mistake } from '../exercise'
import { type ExpectedFlow, findMistakes } from '../netpol/mistakes'
import { type ClusterState, isRunning } from './cluster-state'
import type { World } from './proof/world'

const rolesLost = (world: World, state: ClusterState): Mistake[] =>
  world.podsBefore
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
export function mistakesOf(meant: readonly ExpectedFlow[], world: World, state: ClusterState): Mistake[] {
  const coming = world.parties.filter(({ origin }) => origin !== 'running')
  const found = findMistakes({
    objects: state,
    possible: {
      pods: coming.flatMap(({ pod }) => (pod ? [pod] : [])),
      namespaces: world.invented,
    },
    expected: meant,
    before: world.policiesBefore,
    podsBefore: world.podsBefore,
  })
  return [...rolesLost(world, state), ...found]
}

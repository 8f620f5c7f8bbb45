import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import type { Mistake, Role } from '../exercise'
import {
  type EditStep,
  type ExpectedFlow,
  findMistakes,
  type Situation,
  smallestEdit,
} from '../netpol/mistakes'
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

/** Policies that were deleted count for nothing, even while a finalizer keeps them. */
const policiesLeaving = ({ leaving = [] }: ClusterState): Mistake[] =>
  leaving.map(({ metadata }) => {
    const policy = metadata?.name ?? ''
    const namespace = metadata?.namespace ?? 'default'
    return {
      id: 'policy-deleted',
      policy: `${namespace}/${policy}`,
      path: 'metadata.deletionTimestamp',
      message: { id: 'mistake.policy-deleted', params: { policy, namespace } },
    }
  })

function hasLabels(pod: V1Pod, wanted: V1Pod['metadata']): boolean {
  return (
    (pod.metadata?.namespace ?? 'default') === (wanted?.namespace ?? 'default') &&
    Object.entries(wanted?.labels ?? {}).every(([key, value]) => pod.metadata?.labels?.[key] === value)
  )
}

/** Milliseconds that the search for the smallest edit may take on a busy machine; it is bounded by what it tries. */
const longestSearch = 3_000

/** The smallest edit after which the engine finds every flow right, in every cluster; undefined if none is found. */
export function smallestEditOf(
  meant: readonly ExpectedFlow[],
  world: World,
  { state, isRight }: { state: ClusterState; isRight(changed: ClusterState): boolean },
): EditStep[] | undefined {
  const situation = situationOf(meant, world, state)
  return smallestEdit(situation, {
    until: Date.now() + longestSearch,
    isRight: ({ policies, namespaces }) =>
      isRight({
        ...state,
        networkPolicies: policies as V1NetworkPolicy[],
        namespaces: namespaces.slice(0, state.namespaces.length),
      }),
  })
}

function situationOf(meant: readonly ExpectedFlow[], world: World, state: ClusterState): Situation {
  const coming = world.parties.filter(({ origin }) => origin !== 'running')
  return {
    objects: state,
    possible: {
      pods: coming.flatMap(({ pod }) => (pod ? [pod] : [])),
      namespaces: world.invented,
    },
    expected: meant,
    before: world.policiesBefore,
    podsBefore: world.podsBefore,
    blocks: world.meantBlocks,
  }
}

/** The common mistakes that explain why flows are not as the exercise means them, each with its place in a policy. */
export function mistakesOf(
  meant: readonly ExpectedFlow[],
  world: World,
  circumstances: Circumstances,
): Mistake[] {
  const found = findMistakes(situationOf(meant, world, circumstances.state))
  return [...rolesLost(world, circumstances), ...policiesLeaving(circumstances.state), ...found]
}

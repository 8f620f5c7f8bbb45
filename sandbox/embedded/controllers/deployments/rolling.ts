import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { limitsOf } from './limits'

/** How many replicas a set is to have now. */
export type Scaling = { set: V1ReplicaSet; replicas: number }

export const sizeOf = ({ spec }: V1ReplicaSet): number => spec?.replicas ?? 0
const availableOf = ({ status }: V1ReplicaSet) => status?.availableReplicas ?? 0
export const total = (sets: readonly V1ReplicaSet[], of: (set: V1ReplicaSet) => number): number =>
  sets.reduce((sum, set) => sum + of(set), 0)

/** How many replicas the newest set gets at the next step (deploymentutil.NewRSNewReplicas). */
export function newSetSize(deployment: V1Deployment, current: number, all: readonly V1ReplicaSet[]): number {
  const { wanted, surge } = limitsOf(deployment)
  if (deployment.spec?.strategy?.type !== 'RollingUpdate') return wanted
  const room = wanted + surge - total(all, sizeOf)
  return room <= 0 ? current : current + Math.min(room, wanted - current)
}

/**
 * The next step of a rolling update: first up, then down, as far as maxSurge and maxUnavailable allow.
 * `old` are the other sets, the oldest first.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function rollingStep(
  deployment: V1Deployment,
  current: V1ReplicaSet,
  old: readonly V1ReplicaSet[],
): Scaling[] {
  const { wanted } = limitsOf(deployment)
  const size = sizeOf(current)
  if (size > wanted) return [{ set: current, replicas: wanted }]
  const grown = size < wanted ? newSetSize(deployment, size, [current, ...old]) : size
  if (grown !== size) return [{ set: current, replicas: grown }]
  return shrink(deployment, current, old)
}

function shrink(deployment: V1Deployment, current: V1ReplicaSet, old: readonly V1ReplicaSet[]): Scaling[] {
  const { wanted, unavailable } = limitsOf(deployment)
  const minimum = wanted - unavailable
  const pending = sizeOf(current) - availableOf(current)
  let room = total([current, ...old], sizeOf) - minimum - pending
  if (room <= 0) return []
  const left = new Map(old.map(set => [set, sizeOf(set)]))
  // What is not available serves nobody: it goes first.
  for (const set of old) {
    const broken = Math.min(room, Math.max(0, sizeOf(set) - availableOf(set)))
    left.set(set, sizeOf(set) - broken)
    room -= broken
  }
  let spare = total([current, ...old], availableOf) - minimum
  for (const set of old) {
    const going = Math.min(left.get(set)!, Math.max(0, spare))
    left.set(set, left.get(set)! - going)
    spare -= going
  }
  return old.map(set => ({ set, replicas: left.get(set)! }))
}

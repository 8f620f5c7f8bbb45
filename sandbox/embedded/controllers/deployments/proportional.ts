import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { limitsOf } from './limits'
import { type Scaling, sizeOf, total } from './rolling'

export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maximumAnnotation = 'deployment.kubernetes.io/max-replicas'

/** Was the deployment scaled since its sets were? They remember for how many replicas they were made. */
export const wasScaled = ({ spec }: V1Deployment, sets: readonly V1ReplicaSet[]): boolean =>
  sets.some(set => {
    const known = set.metadata?.annotations?.[desiredAnnotation]
    return sizeOf(set) > 0 && known !== undefined && Number(known) !== spec?.replicas
  })

const createdAt = ({ metadata }: V1ReplicaSet) => String(metadata?.creationTimestamp)

/**
 * Scales a deployment that is between two templates: every set gets its share, the largest first and what rounding
 * leaves over. `current` is the newest set, if there is one.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling
 */
export function scaleProportionally(
  deployment: V1Deployment,
  current: V1ReplicaSet | undefined,
  old: readonly V1ReplicaSet[],
): Scaling[] {
  const { wanted, surge } = limitsOf(deployment)
  const all = [...(current ? [current] : []), ...old]
  const active = all.filter(set => sizeOf(set) > 0)
  const newestFirst = [...old].sort((a, b) => createdAt(b).localeCompare(createdAt(a)))
  const [only = current ?? newestFirst[0]] = active
  if (active.length <= 1) return only ? [{ set: only, replicas: wanted }] : []
  if (current && sizeOf(current) === wanted && (current.status?.availableReplicas ?? 0) === wanted)
    return old.filter(set => sizeOf(set) > 0).map(set => ({ set, replicas: 0 }))
  if (deployment.spec?.strategy?.type !== 'RollingUpdate') return []

  const toAdd = (wanted > 0 ? wanted + surge : 0) - total(active, sizeOf)
  const newer = toAdd > 0 ? -1 : 1
  const ordered = [...active].sort(
    (a, b) => sizeOf(b) - sizeOf(a) || newer * createdAt(a).localeCompare(createdAt(b)),
  )
  let added = 0
  const shares = ordered.map(set => {
    const share = toAdd === 0 ? 0 : bounded(fraction(deployment, set, wanted + surge), toAdd - added)
    added += share
    return { set, replicas: sizeOf(set) + share }
  })
  shares[0]!.replicas = Math.max(0, shares[0]!.replicas + toAdd - added)
  return shares
}

const bounded = (share: number, allowed: number) =>
  allowed > 0 ? Math.min(share, allowed) : Math.max(share, allowed)

/** By how much a set would have to change to keep its part of the whole. */
function fraction({ spec, status }: V1Deployment, set: V1ReplicaSet, maximum: number): number {
  if (spec?.replicas === 0) return -sizeOf(set)
  const before = Number(set.metadata?.annotations?.[maximumAnnotation]) || (status?.replicas ?? 0)
  return before === 0 ? 0 : Math.round((sizeOf(set) * maximum) / before) - sizeOf(set)
}

import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'

export type Scaling = { set: V1ReplicaSet; replicas: number }

/**
 * The next step of a deployment: how many replicas each set should have now.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export function rollOut(
  { spec }: V1Deployment,
  current: V1ReplicaSet | undefined,
  old: readonly V1ReplicaSet[],
): Scaling[] {
  const wanted = spec?.replicas ?? 1
  const alive = old.filter(set => (set.spec?.replicas ?? 0) > 0 || (set.status?.replicas ?? 0) > 0)
  if (!current) return []
  if (spec?.paused) return []
  if (alive.length === 0) return [{ set: current, replicas: wanted }]
  if (spec?.strategy?.type === 'Recreate') {
    const stopped = alive.every(set => (set.status?.replicas ?? 0) === 0)
    return [
      ...alive.map(set => ({ set, replicas: 0 })),
      ...(stopped ? [{ set: current, replicas: wanted }] : []),
    ]
  }
  const surge = part(spec?.strategy?.rollingUpdate?.maxSurge, wanted, Math.ceil)
  const maxUnavailable = part(spec?.strategy?.rollingUpdate?.maxUnavailable, wanted, Math.floor)
  const unavailable = surge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable
  return rolling({ wanted, surge, unavailable, current, alive })
}

const part = (value: number | string | undefined, of: number, round: (n: number) => number) =>
  typeof value === 'string' ? round((Number.parseInt(value, 10) / 100) * of) : (value ?? 0)

function rolling(step: {
  wanted: number
  surge: number
  unavailable: number
  current: V1ReplicaSet
  alive: readonly V1ReplicaSet[]
}): Scaling[] {
  const { wanted, surge, unavailable, current, alive } = step
  const replicas = (set: V1ReplicaSet) => set.spec?.replicas ?? 0
  const oldReplicas = alive.reduce((total, set) => total + replicas(set), 0)
  const room = wanted + surge - (oldReplicas + replicas(current))
  const up = Math.min(wanted, replicas(current) + Math.max(0, room))
  const available = [current, ...alive].reduce(
    (total, set) => total + (set.status?.availableReplicas ?? 0),
    0,
  )
  let mayGo = Math.max(0, available - (wanted - unavailable))
  const down = alive.map(set => {
    const ready = set.status?.availableReplicas ?? 0
    // What is not available serves nobody: it goes first and counts against nothing.
    const broken = Math.max(0, replicas(set) - ready)
    const healthy = Math.min(replicas(set) - broken, mayGo)
    mayGo -= healthy
    return { set, replicas: replicas(set) - broken - healthy }
  })
  return [{ set: current, replicas: up }, ...down]
}

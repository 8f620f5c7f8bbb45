import type { V1Deployment } from '@kubernetes/client-node'

/** A number, or a percentage of `of`. */
export const part = (
  value: number | string | undefined,
  of: number,
  round: (value: number) => number,
): number => (typeof value === 'string' ? round((Number.parseInt(value, 10) / 100) * of) : (value ?? 0))

export type Limits = {
  /** Replicas asked for. */
  wanted: number
  /** How many more there may be during a rolling update; 0 without one. */
  surge: number
  /** How many of those may be unavailable meanwhile. */
  unavailable: number
}

/** What a deployment allows while it rolls out (deploymentutil.ResolveFenceposts): surge rounds up, unavailable down. */
export function limitsOf({ spec }: V1Deployment): Limits {
  const wanted = spec?.replicas ?? 1
  if (spec?.strategy?.type !== 'RollingUpdate') return { wanted, surge: 0, unavailable: 0 }
  const { maxSurge, maxUnavailable } = spec.strategy.rollingUpdate ?? {}
  const surge = part(maxSurge, wanted, Math.ceil)
  const asked = part(maxUnavailable, wanted, Math.floor)
  const unavailable = surge === 0 && asked === 0 ? 1 : asked
  return { wanted, surge, unavailable: Math.min(unavailable, wanted) }
}

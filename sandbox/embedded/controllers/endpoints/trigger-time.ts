import type { V1Pod, V1Service } from '@kubernetes/client-node'
import { readyChangedAt } from '../pod-state'

/** Where endpoints say what their last change came from. */
export const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'

type Known = { service: number; pods: ReadonlyMap<string, number> }

/**
 * When what a service's endpoints follow from began to change: the service's creation at first, later the earliest of
 * the pods' turns to and from Ready since the last look; undefined where it was something else, such as a pod that
 * went (endpointslice/util.TriggerTimeTracker).
 */
export type TriggerTimes = {
  look(service: V1Service, pods: readonly V1Pod[]): string | undefined
  forget(key: string): void
}

export function createTriggerTimes(): TriggerTimes {
  const known = new Map<string, Known>()
  return {
    look({ metadata }, pods) {
      const key = `${metadata?.namespace}/${metadata?.name}`
      const before = known.get(key)
      const created = Date.parse(String(metadata?.creationTimestamp))
      const turns = new Map(
        pods.flatMap(pod => {
          const at = readyChangedAt(pod)
          return at === undefined ? [] : [[pod.metadata?.name ?? '', at] as const]
        }),
      )
      known.set(key, { service: created, pods: turns })
      if (!before) return stamp(created)
      const changed = [...turns].filter(([name, at]) => at > (before.pods.get(name) ?? 0)).map(([, at]) => at)
      if (created > before.service) changed.push(created)
      return changed.length > 0 ? stamp(Math.min(...changed)) : undefined
    },
    forget: key => {
      known.delete(key)
    },
  }
}

const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

/** Annotations with that trigger time, or without one. */
export function withTrigger(
  annotations: Record<string, string> | undefined,
  time: string | undefined,
): Record<string, string> | undefined {
  const { [triggerAnnotation]: _, ...others } = annotations ?? {}
  const all = time === undefined ? others : { ...others, [triggerAnnotation]: time }
  return Object.keys(all).length > 0 ? all : undefined
}

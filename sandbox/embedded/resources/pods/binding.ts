import type { V1Pod } from '@kubernetes/client-node'
import { timestamp } from '../../api/stored'

/** A pod that is bound to the node which `incoming` names: it is scheduled (registry/core/pod, assignPod). */
export function bound(pod: V1Pod, incoming: V1Pod, now: number = Date.now()): V1Pod {
  const copy = structuredClone(pod)
  const others = copy.status?.conditions?.filter(({ type }) => type !== 'PodScheduled') ?? []
  return {
    ...copy,
    spec: { ...copy.spec!, nodeName: incoming.spec?.nodeName },
    status: {
      ...copy.status,
      conditions: [
        ...others,
        {
          type: 'PodScheduled',
          status: 'True',
          lastProbeTime: null as never,
          lastTransitionTime: timestamp(now),
          ...(copy.metadata?.generation !== undefined && { observedGeneration: copy.metadata.generation }),
        },
      ],
    },
  }
}

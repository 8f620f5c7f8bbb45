import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import { createIdentify, type Exercise, type Identity, isMeant, parseFlow } from '@/sandbox/exercise'
import type { Endpoint } from '@/sandbox/netpol'
import type { SeenFlow } from '@/sandbox/provider'

/** Answers whether a flow that the network saw is the learner's, and one of these (`client -> web:80`). */
export function seenAs(roles: Exercise['roles'], flows: readonly string[]) {
  const asked = flows.map(flow => parseFlow(flow, roles))
  return (
    { flow, probe }: SeenFlow,
    cluster: { pods: readonly V1Pod[]; namespaces: readonly V1Namespace[] },
  ): boolean => {
    if (probe || asked.length === 0) return false
    const identify = createIdentify({ roles, namespaces: cluster.namespaces })
    const identity = (end: Endpoint): Identity | undefined => {
      if ('ip' in end) return { kind: 'address', ip: end.ip }
      const pod = cluster.pods.find(
        ({ metadata }) => metadata?.name === end.pod && metadata.namespace === end.namespace,
      )
      const namespace = cluster.namespaces.find(({ metadata }) => metadata?.name === end.namespace)
      return pod && identify(pod, namespace)
    }
    const from = identity(flow.from)
    const to = identity(flow.to)
    return asked.some(
      ({ ports, ...ends }) =>
        (ports === 'every' || (ports.port === flow.port && ports.protocol === flow.protocol)) &&
        from !== undefined &&
        to !== undefined &&
        ends.from.some(end => isMeant(end, from)) &&
        ends.to.some(end => isMeant(end, to)),
    )
  }
}

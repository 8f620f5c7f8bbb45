import type { V1Pod } from '@kubernetes/client-node'
import { nodeName } from '../kubelet/node-name'

type AgentPod = {
  name: string
  namespace?: string
  labels: Readonly<Record<string, string>>
  images: Readonly<Record<string, string>>
  /** Of the operator or controller rather than of the node's agent. */
  controller?: boolean
}

/** A pod of a network plug-in: the agent on the node's own network, or a controller beside it. */
export const systemPod = ({
  name,
  namespace = 'kube-system',
  labels,
  images,
  controller,
}: AgentPod): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: {
    nodeName,
    ...(controller
      ? { priorityClassName: 'system-cluster-critical' }
      : { hostNetwork: true, priorityClassName: 'system-node-critical' }),
    tolerations: [{ operator: 'Exists' }],
    containers: Object.entries(images).map(([container, image]) => ({ name: container, image })),
  },
})

/** Labels that a daemon set gives to its pods. */
export const ofDaemonSet = (hash: string) => ({
  'controller-revision-hash': hash,
  'pod-template-generation': '1',
})

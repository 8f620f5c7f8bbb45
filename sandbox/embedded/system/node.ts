import type { V1Node, V1NodeCondition } from '@kubernetes/client-node'
import { nodeName } from '../kubelet/node/node-name'
import { type NodePlace, nodeNumber, placeOf } from './places'

/** Of the control plane's node. */
export const nodeAddress = placeOf(nodeName, false).addresses[0]!

const conditions: Readonly<Record<string, [status: string, reason: string, message: string]>> = {
  MemoryPressure: ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  DiskPressure: ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  Ready: ['True', 'KubeletReady', 'kubelet is posting ready status'],
}

/** What a kubelet says of itself when all is well. */
export const nodeConditions = (now: string): V1NodeCondition[] =>
  Object.entries(conditions).map(([type, [status, reason, message]]) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now as unknown as Date,
    lastTransitionTime: now as unknown as Date,
  }))

/** What each has, all of it for pods. */
export const nodeResources: Readonly<Record<string, string>> = {
  cpu: '2',
  'ephemeral-storage': '61255492Ki',
  'hugepages-2Mi': '0',
  memory: '4015272Ki',
  pods: '110',
}

const controlPlaneLabels = {
  'node-role.kubernetes.io/control-plane': '',
  'node.kubernetes.io/exclude-from-external-load-balancers': '',
}

/** The same for the same node of every cluster. */
const identifier = (text: string, number: number) =>
  number === 1 ? text : text.slice(0, -2) + number.toString(16).padStart(2, '0')

/** A node that registers itself, as minikube names and labels it. `now` is an RFC 3339 time. */
export function node(now: string, { name, addresses, podBlocks }: NodePlace): V1Node {
  const isPrimary = name === nodeName
  const number = nodeNumber(name)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'minikube.k8s.io/name': nodeName,
        'minikube.k8s.io/primary': String(isPrimary),
        ...(isPrimary && controlPlaneLabels),
      },
    },
    spec: { podCIDR: podBlocks[0], podCIDRs: [...podBlocks] },
    status: {
      addresses: [
        ...addresses.map(address => ({ type: 'InternalIP', address })),
        { type: 'Hostname', address: name },
      ],
      capacity: { ...nodeResources },
      allocatable: { ...nodeResources },
      conditions: nodeConditions(now),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: identifier('4b2b6f0e-6a0c-4c8c-9a43-0c6a3f6e3b1d', number),
        containerRuntimeVersion: 'containerd://2.3.7',
        kernelVersion: '6.12.0',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: identifier('7f3c1a0d5b9e4c6fa1d2e3b4c5d6e7f8', number),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: identifier('7f3c1a0d-5b9e-4c6f-a1d2-e3b4c5d6e7f8', number),
      },
    },
  }
}

import type { V1Node, V1NodeCondition } from '@kubernetes/client-node'
import { nodeName } from '../kubelet/node-name'

export const nodeAddress = '192.168.49.2'

const conditions: Readonly<Record<string, [status: string, reason: string, message: string]>> = {
  MemoryPressure: ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  DiskPressure: ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  Ready: ['True', 'KubeletReady', 'kubelet is posting ready status'],
}

/** What it has, all of it for pods. */
export const nodeResources: Readonly<Record<string, string>> = {
  cpu: '2',
  'ephemeral-storage': '61255492Ki',
  'hugepages-2Mi': '0',
  memory: '4015272Ki',
  pods: '110',
}

/** The one node, as minikube names and labels it. `now` is an RFC 3339 time. */
export const node = (now: string): V1Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: nodeName,
    annotations: {
      'node.alpha.kubernetes.io/ttl': '0',
      'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
    },
    labels: {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': nodeName,
      'kubernetes.io/os': 'linux',
      'minikube.k8s.io/name': nodeName,
      'minikube.k8s.io/primary': 'true',
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    },
  },
  spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] },
  status: {
    addresses: [
      { type: 'InternalIP', address: nodeAddress },
      { type: 'Hostname', address: nodeName },
    ],
    capacity: { ...nodeResources },
    allocatable: { ...nodeResources },
    conditions: Object.entries(conditions).map(([type, [status, reason, message]]) => ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: now as unknown as Date,
      lastTransitionTime: now as unknown as Date,
    })) satisfies V1NodeCondition[],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: '4b2b6f0e-6a0c-4c8c-9a43-0c6a3f6e3b1d',
      containerRuntimeVersion: 'containerd://2.3.7',
      kernelVersion: '6.12.0',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.36.3',
      machineID: '7f3c1a0d5b9e4c6fa1d2e3b4c5d6e7f8',
      operatingSystem: 'linux',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      systemUUID: '7f3c1a0d-5b9e-4c6f-a1d2-e3b4c5d6e7f8',
    },
  },
})

import type { V1Pod } from '@kubernetes/client-node'
import type { ClusterObjects } from '@/components/live/live-state'

type Agent = { network: string; enforces: boolean; label: string; value: string }

/** The pods by which a cluster's network is known: each CNI runs one of these on every node. */
const agents: readonly Agent[] = [
  { network: 'Calico', enforces: true, label: 'k8s-app', value: 'calico-node' },
  { network: 'Canal', enforces: true, label: 'k8s-app', value: 'canal' },
  { network: 'Cilium', enforces: true, label: 'k8s-app', value: 'cilium' },
  { network: 'Weave Net', enforces: true, label: 'name', value: 'weave-net' },
  { network: 'kube-router', enforces: true, label: 'k8s-app', value: 'kube-router' },
  { network: 'Antrea', enforces: true, label: 'app', value: 'antrea' },
  { network: 'kindnet', enforces: true, label: 'app', value: 'kindnet' },
  { network: 'Amazon VPC CNI', enforces: true, label: 'k8s-app', value: 'aws-node' },
  { network: 'Azure NPM', enforces: true, label: 'k8s-app', value: 'azure-npm' },
  { network: 'OVN-Kubernetes', enforces: true, label: 'name', value: 'ovnkube-node' },
  { network: 'flannel', enforces: false, label: 'app', value: 'flannel' },
]

/** Of the system's pods, the cluster's DNS is shown also to those who share a cluster, and may see no other. */
const isOtherSystemPod = ({ metadata, status }: V1Pod) =>
  metadata?.namespace === 'kube-system' &&
  metadata.labels?.['k8s-app'] !== 'kube-dns' &&
  status?.phase === 'Running'

export type Enforcement = {
  enforced: boolean
  /** What the network is called, if it is known. */
  network: string | undefined
}

const runs = (pods: readonly V1Pod[], { label, value }: { label: string; value: string }) =>
  pods.some(({ metadata, status }) => metadata?.labels?.[label] === value && status?.phase === 'Running')

/**
 * Whether somebody enforces the policies, told as one tells by `kubectl get pods -A`. Where system pods are not to be
 * seen, it is taken that somebody does.
 */
export function enforcementOf({ pods }: Pick<ClusterObjects, 'pods'>): Enforcement {
  const running = agents.filter(agent => runs(pods, agent))
  const enforcer = running.find(({ enforces }) => enforces)
  if (enforcer) return { enforced: true, network: enforcer.network }
  const [other] = running
  return { enforced: other === undefined && !pods.some(isOtherSystemPod), network: other?.network }
}

import type { V1DaemonSet, V1Namespace, V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../../client'
import type { Facts } from './facts'

const networks: Readonly<Record<string, string>> = {
  'calico-node': 'Calico',
  canal: 'Canal',
  cilium: 'Cilium',
  'antrea-agent': 'Antrea',
  'kube-router': 'kube-router',
  'ovnkube-node': 'OVN-Kubernetes',
  'weave-net': 'Weave Net',
  'aws-node': 'Amazon VPC CNI',
  'azure-npm': 'Azure NPM',
  anetd: 'GKE Dataplane V2',
  'kube-flannel-ds': 'Flannel',
  kindnet: 'kindnet',
}

export async function examineVersion(client: KubernetesClient): Promise<Facts['version']> {
  const { body } = await client.request<{ gitVersion: string; minor: string }>('GET', '/version')
  return { gitVersion: body.gitVersion, minor: Number.parseInt(body.minor, 10) }
}

const list = async <T>(client: KubernetesClient, path: string, labelSelector?: string): Promise<T[]> =>
  (await client.request<{ items: T[] }>('GET', path, { query: { labelSelector } })).body.items

/** Who serves kinds of its own without a DaemonSet that we know. */
const networkGroups: Readonly<Record<string, string>> = {
  'cilium.io': 'Cilium',
  'crd.projectcalico.org': 'Calico',
  'crd.antrea.io': 'Antrea',
  'k8s.ovn.org': 'OVN-Kubernetes',
}

/** Who makes the network, and whether its DNS is known by the labels that lessons use. */
export async function examineNetwork(client: KubernetesClient): Promise<Pick<Facts, 'network' | 'dns'>> {
  const [daemons, { body: namespace }, dns, { body: apis }] = await Promise.all([
    list<V1DaemonSet>(client, '/apis/apps/v1/daemonsets'),
    client.request<V1Namespace>('GET', '/api/v1/namespaces/kube-system'),
    list<V1Pod>(client, '/api/v1/namespaces/kube-system/pods', 'k8s-app=kube-dns'),
    client.request<{ groups: { name: string }[] }>('GET', '/apis'),
  ])
  const names = daemons.map(({ metadata }) => metadata?.name ?? '')
  const daemon = names.find(name => Object.hasOwn(networks, name))
  const group = apis.groups.find(({ name }) => Object.hasOwn(networkGroups, name))
  const network = daemon ? networks[daemon] : group && networkGroups[group.name]
  return {
    ...(network && { network }),
    dns: {
      namespaceLabelled: namespace.metadata?.labels?.['kubernetes.io/metadata.name'] === 'kube-system',
      pods: dns.filter(({ status }) => status?.phase === 'Running').length,
      nodeLocal: names.includes('node-local-dns'),
    },
  }
}

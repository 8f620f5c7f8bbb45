import type { V1PolicyRule } from '@kubernetes/client-node'
import { nodeNumber } from '../system/places'
import { access, agent, configMap, controller, serviceAccount } from './objects'
import type { CniProfile } from './profile'

const version = 'v3.31.2'

/** What /etc/cni/net.d/10-calico.conflist is made from. */
const network = JSON.stringify(
  {
    name: 'k8s-pod-network',
    cniVersion: '0.3.1',
    plugins: [
      {
        type: 'calico',
        log_level: 'info',
        datastore_type: 'kubernetes',
        nodename: '__KUBERNETES_NODE_NAME__',
        mtu: '__CNI_MTU__',
        ipam: { type: 'calico-ipam' },
        policy: { type: 'k8s' },
        kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' },
      },
      { type: 'portmap', snat: true, capabilities: { portMappings: true } },
      { type: 'bandwidth', capabilities: { bandwidth: true } },
    ],
  },
  null,
  2,
)

const reads = (apiGroup: string, ...resources: string[]): V1PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ['get', 'list', 'watch'],
})
const every = (apiGroup: string): V1PolicyRule => ({ apiGroups: [apiGroup], resources: ['*'], verbs: ['*'] })
const own = 'crd.projectcalico.org'

/** Calico as minikube installs it: policies enforced by iptables, denied packets dropped, open connections kept. */
export const calico: CniProfile = {
  name: 'calico',
  enforces: true,
  denial: 'dropped',
  established: 'kept',
  noAddress: 'silence',
  // As in the recorded sessions, which were made with Cilium; kube-proxy beside a real Calico refuses.
  noEndpoints: 'dropped',
  manifest: [
    ...['calico-kube-controllers', 'calico-node', 'calico-cni-plugin'].map(name => serviceAccount(name)),
    configMap('calico-config', {
      typha_service_name: 'none',
      calico_backend: 'bird',
      veth_mtu: '0',
      cni_network_config: network,
    }),
    ...access('calico-kube-controllers', [
      reads('', 'nodes', 'pods', 'namespaces', 'serviceaccounts'),
      reads('networking.k8s.io', 'networkpolicies'),
      every(own),
    ]),
    ...access('calico-node', [
      reads('', 'endpoints', 'services', 'pods', 'nodes', 'namespaces', 'serviceaccounts', 'configmaps'),
      reads('discovery.k8s.io', 'endpointslices'),
      reads('networking.k8s.io', 'networkpolicies'),
      { apiGroups: [''], resources: ['nodes/status', 'pods/status'], verbs: ['patch', 'update'] },
      every(own),
    ]),
    ...access('calico-cni-plugin', [
      reads('', 'pods', 'nodes', 'namespaces'),
      { apiGroups: [''], resources: ['pods/status'], verbs: ['patch'] },
      every(own),
    ]),
    agent({
      name: 'calico-node',
      labels: { 'k8s-app': 'calico-node' },
      images: { 'calico-node': `docker.io/calico/node:${version}` },
    }),
    controller({
      name: 'calico-kube-controllers',
      labels: { 'k8s-app': 'calico-kube-controllers' },
      images: { 'calico-kube-controllers': `docker.io/calico/kube-controllers:${version}` },
    }),
  ],
  nodeAnnotations: ({ name, addresses: [four, six] }) => ({
    'projectcalico.org/IPv4Address': `${four}/24`,
    'projectcalico.org/IPv4IPIPTunnelAddr': `10.244.${119 + nodeNumber(name)}.64`,
    ...(six && { 'projectcalico.org/IPv6Address': `${six}/64` }),
  }),
  agent: 'calico/node',
}

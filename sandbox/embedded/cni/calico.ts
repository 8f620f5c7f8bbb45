import { nodeAddress } from '../system/node'
import { ofDaemonSet, systemPod } from './agent'
import type { CniProfile } from './profile'

const version = 'v3.31.2'

/** Calico as minikube installs it: policies enforced by iptables, denied packets dropped, open connections kept. */
export const calico: CniProfile = {
  name: 'calico',
  enforces: true,
  denial: 'dropped',
  established: 'kept',
  noAddress: 'silence',
  // As in the recorded sessions, which were made with Cilium; kube-proxy beside a real Calico refuses.
  noEndpoints: 'dropped',
  namespaces: [],
  pods: [
    systemPod({
      name: 'calico-kube-controllers-7498b9bb4c-hq2mt',
      labels: { 'k8s-app': 'calico-kube-controllers', 'pod-template-hash': '7498b9bb4c' },
      images: { 'calico-kube-controllers': `docker.io/calico/kube-controllers:${version}` },
      controller: true,
    }),
    systemPod({
      name: 'calico-node-5zt9k',
      labels: { 'k8s-app': 'calico-node', ...ofDaemonSet('68d6b4fd5c') },
      images: { 'calico-node': `docker.io/calico/node:${version}` },
    }),
  ],
  nodeAnnotations: {
    'projectcalico.org/IPv4Address': `${nodeAddress}/24`,
    'projectcalico.org/IPv4IPIPTunnelAddr': '10.244.120.64',
  },
  agent: 'calico/node',
}

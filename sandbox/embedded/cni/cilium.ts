import { nodeAddress } from '../system/node'
import { ofDaemonSet, systemPod } from './agent'
import type { CniProfile } from './profile'

const version = 'v1.20.2'

/** Cilium: policies enforced in eBPF for every packet, so that a deny cuts what is open. */
export const cilium: CniProfile = {
  name: 'cilium',
  enforces: true,
  denial: 'dropped',
  established: 'cut',
  noAddress: 'silence',
  noEndpoints: 'dropped',
  namespaces: [],
  pods: [
    systemPod({
      name: 'cilium-operator-6d8d7c9cb4-x7kzp',
      labels: { 'io.cilium/app': 'operator', name: 'cilium-operator', 'pod-template-hash': '6d8d7c9cb4' },
      images: { 'cilium-operator': `quay.io/cilium/operator-generic:${version}` },
      controller: true,
    }),
    systemPod({
      name: 'cilium-envoy-q6v2n',
      labels: { 'k8s-app': 'cilium-envoy', name: 'cilium-envoy', ...ofDaemonSet('7c4d8f9b56') },
      images: { 'cilium-envoy': 'quay.io/cilium/cilium-envoy:v1.36.2' },
    }),
    systemPod({
      name: 'cilium-8m4tr',
      labels: { 'k8s-app': 'cilium', 'app.kubernetes.io/name': 'cilium-agent', ...ofDaemonSet('85b9d4c7f8') },
      images: { 'cilium-agent': `quay.io/cilium/cilium:${version}` },
    }),
  ],
  nodeAnnotations: {
    'network.cilium.io/ipv4-cilium-host': '10.244.0.1',
    'network.cilium.io/ipv4-pod-cidr': '10.244.0.0/24',
    'network.cilium.io/ipv4-node-ip': nodeAddress,
  },
  agent: 'cilium/cilium',
}

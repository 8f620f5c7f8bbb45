import { firstOf } from '../system/places'
import { agent, controller, serviceAccount } from './objects'
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
  manifest: [
    ...['cilium', 'cilium-envoy', 'cilium-operator'].map(name => serviceAccount(name)),
    agent({
      name: 'cilium',
      labels: { 'k8s-app': 'cilium', 'app.kubernetes.io/name': 'cilium-agent' },
      images: { 'cilium-agent': `quay.io/cilium/cilium:${version}` },
    }),
    agent({
      name: 'cilium-envoy',
      labels: { 'k8s-app': 'cilium-envoy', name: 'cilium-envoy' },
      images: { 'cilium-envoy': 'quay.io/cilium/cilium-envoy:v1.36.2' },
    }),
    controller({
      name: 'cilium-operator',
      labels: { 'io.cilium/app': 'operator', name: 'cilium-operator' },
      images: { 'cilium-operator': `quay.io/cilium/operator-generic:${version}` },
    }),
  ],
  nodeAnnotations: ({ addresses: [four, six], podBlocks: [block4 = '', block6 = ''] }) => ({
    'network.cilium.io/ipv4-cilium-host': firstOf(block4),
    'network.cilium.io/ipv4-pod-cidr': block4,
    'network.cilium.io/ipv4-node-ip': four!,
    ...(six && {
      'network.cilium.io/ipv6-cilium-host': firstOf(block6),
      'network.cilium.io/ipv6-pod-cidr': block6,
      'network.cilium.io/ipv6-node-ip': six,
    }),
  }),
  agent: 'cilium/cilium',
}

import { agent, serviceAccount } from './objects'
import type { CniProfile } from './profile'

/** kube-router: iptables and ipsets; what is denied is rejected (ICMP port unreachable), so clients see a refusal. */
export const kubeRouter: CniProfile = {
  name: 'kube-router',
  enforces: true,
  denial: 'rejected',
  established: 'kept',
  noAddress: 'no-route',
  noEndpoints: 'refused',
  manifest: [
    serviceAccount('kube-router'),
    agent({
      name: 'kube-router',
      labels: { 'k8s-app': 'kube-router', tier: 'node' },
      images: { 'kube-router': 'docker.io/cloudnativelabs/kube-router:v2.6.1' },
    }),
  ],
  nodeAnnotations: () => ({}),
  agent: 'cloudnativelabs/kube-router',
}

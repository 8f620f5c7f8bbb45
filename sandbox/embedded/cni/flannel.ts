import { nodeAddress } from '../system/node'
import { systemPod } from './agent'
import type { CniProfile } from './profile'

const namespace = 'kube-flannel'

/** Flannel as minikube installs it: a bridge, and nobody who reads policies. */
export const flannel: CniProfile = {
  name: 'flannel',
  enforces: false,
  denial: 'dropped',
  established: 'kept',
  noAddress: 'no-route',
  noEndpoints: 'refused',
  namespaces: [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { 'k8s-app': 'flannel', 'pod-security.kubernetes.io/enforce': 'privileged' },
      },
    },
  ],
  pods: [
    systemPod({
      name: 'kube-flannel-ds-8x4wn',
      namespace,
      labels: { app: 'flannel', tier: 'node', 'controller-revision-hash': '5bb87b4689' },
      images: { 'kube-flannel': 'ghcr.io/flannel-io/flannel:v0.27.4' },
    }),
  ],
  nodeAnnotations: {
    'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"5e:1c:3b:8a:42:d7"}',
    'flannel.alpha.coreos.com/backend-type': 'vxlan',
    'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
    'flannel.alpha.coreos.com/public-ip': nodeAddress,
  },
}

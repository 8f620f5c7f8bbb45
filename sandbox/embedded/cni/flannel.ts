import { nodeName } from '../kubelet/node-name'
import type { CniProfile } from './profile'

const namespace = 'kube-flannel'

/** Flannel as minikube installs it: a bridge, and nobody who reads policies. */
export const flannel: CniProfile = {
  name: 'flannel',
  enforces: false,
  noAddress: 'no-route',
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
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'kube-flannel-ds-8x4wn',
        namespace,
        labels: { app: 'flannel', tier: 'node', 'controller-revision-hash': '5bb87b4689' },
      },
      spec: {
        nodeName,
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4' }],
      },
    },
  ],
}

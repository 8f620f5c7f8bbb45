import type { V1Pod } from '@kubernetes/client-node'
import { nodeName } from '../kubelet/node-name'
import type { CniProfile } from './profile'

const version = 'v3.31.2'

const node: V1Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'calico-node-5zt9k',
    namespace: 'kube-system',
    labels: {
      'k8s-app': 'calico-node',
      'controller-revision-hash': '68d6b4fd5c',
      'pod-template-generation': '1',
    },
  },
  spec: {
    nodeName,
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    tolerations: [{ operator: 'Exists' }],
    containers: [{ name: 'calico-node', image: `docker.io/calico/node:${version}` }],
  },
}

const controllers: V1Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'calico-kube-controllers-7498b9bb4c-hq2mt',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'calico-kube-controllers', 'pod-template-hash': '7498b9bb4c' },
  },
  spec: {
    nodeName,
    priorityClassName: 'system-cluster-critical',
    containers: [{ name: 'calico-kube-controllers', image: `docker.io/calico/kube-controllers:${version}` }],
  },
}

/** Calico as minikube installs it: policies enforced by iptables, denied packets dropped, open connections kept. */
export const calico: CniProfile = {
  name: 'calico',
  enforces: true,
  noAddress: 'silence',
  namespaces: [],
  pods: [controllers, node],
}

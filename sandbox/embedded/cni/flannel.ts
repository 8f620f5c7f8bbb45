import type { KubernetesObject } from '@kubernetes/client-node'
import { agent, configMap, serviceAccount } from './objects'
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
  manifest: [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { 'k8s-app': 'flannel', 'pod-security.kubernetes.io/enforce': 'privileged' },
      },
    } as KubernetesObject,
    serviceAccount('flannel', namespace),
    configMap(
      'kube-flannel-cfg',
      {
        'cni-conf.json': JSON.stringify({
          name: 'cbr0',
          cniVersion: '0.3.1',
          plugins: [{ type: 'flannel' }],
        }),
        'net-conf.json': JSON.stringify({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan' } }),
      },
      namespace,
    ),
    agent({
      name: 'kube-flannel-ds',
      namespace,
      labels: { app: 'flannel', tier: 'node' },
      account: 'flannel',
      images: { 'kube-flannel': 'ghcr.io/flannel-io/flannel:v0.27.4' },
    }),
  ],
  nodeAnnotations: ({ addresses: [four, six] }) => ({
    'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"5e:1c:3b:8a:42:d7"}',
    'flannel.alpha.coreos.com/backend-type': 'vxlan',
    'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
    'flannel.alpha.coreos.com/public-ip': four!,
    ...(six && { 'flannel.alpha.coreos.com/public-ipv6': six }),
  }),
}

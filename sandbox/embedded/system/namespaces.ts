import type { V1Namespace } from '@kubernetes/client-node'

export const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const

export const namespaces: V1Namespace[] = systemNamespaces.map(name => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}))

import type { KubernetesObject, V1ConfigMap, V1Namespace, V1ServiceAccount } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { startController } from './controller'

/** What every active namespace has, made again when it is deleted. */
const furniture = (
  certificateAuthority: string,
): { serviceaccounts: V1ServiceAccount; configmaps: V1ConfigMap } => ({
  serviceaccounts: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  },
  configmaps: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data: { 'ca.crt': certificateAuthority },
  },
})

/** The service account `default` and the ConfigMap `kube-root-ca.crt` in every namespace. */
export function startServiceAccountController(registry: Registry, certificateAuthority: string): Disposable {
  const wanted = furniture(certificateAuthority)
  return startController({
    registry,
    triggers: [
      { resource: 'namespaces', keys: ({ object }) => [`/${object.metadata?.name}`] },
      ...Object.entries(wanted).map(([resource, { metadata }]) => ({
        resource,
        keys: ({ type, object }: { type: string; object: KubernetesObject }) =>
          type === 'DELETED' && object.metadata?.name === metadata?.name
            ? [`/${object.metadata?.namespace}`]
            : [],
      })),
    ],
    reconcile: (_, namespace) => {
      const found = registry.find<V1Namespace>('namespaces', '', namespace)
      if (!found || found.metadata?.deletionTimestamp) return
      for (const [resource, object] of Object.entries(wanted)) {
        if (registry.find(resource, namespace, object.metadata!.name!)) continue
        registry.create(resource, { ...object, metadata: { ...object.metadata, namespace } })
      }
    },
  })
}

import type { KubernetesObject, V1LabelSelector, V1Scale } from '@kubernetes/client-node'
import { labelsText, selectorText } from '../printing/selector-text'
import type { Subresource } from '../registration'

type Scalable = KubernetesObject & {
  spec?: { replicas?: number; selector?: V1LabelSelector | Record<string, string> }
  status?: { replicas?: number }
}

const selectorOf = (selector: V1LabelSelector | Record<string, string> = {}) =>
  'matchLabels' in selector || 'matchExpressions' in selector
    ? selectorText(selector as V1LabelSelector)
    : labelsText(selector as Record<string, string>)

/** `scale`: an autoscaling/v1 Scale of the object. */
export const scaleSubresource: Subresource<Scalable> = {
  kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  verbs: ['get', 'patch', 'update'],
  read: ({ metadata = {}, spec, status }): V1Scale => {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata
    return {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
      spec: { ...(spec?.replicas ? { replicas: spec.replicas } : {}) },
      status: { replicas: status?.replicas ?? 0, selector: selectorOf(spec?.selector) },
    }
  },
  write: (object, incoming) => ({
    ...structuredClone(object),
    metadata: {
      ...structuredClone(object.metadata),
      resourceVersion: incoming.metadata?.resourceVersion ?? object.metadata?.resourceVersion,
    },
    spec: { ...structuredClone(object.spec), replicas: (incoming as V1Scale).spec?.replicas ?? 0 },
  }),
}

import type { KubernetesObject, V1LabelSelector, V1Scale } from '@kubernetes/client-node'
import { invalid } from '../../api/status'
import { labelsText, selectorText } from '../printing/selector-text'
import type { Subresource } from '../registration'
import { invalidValue } from '../validation/field-errors'

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
  write(object, incoming) {
    const replicas = (incoming as V1Scale).spec?.replicas ?? 0
    if (replicas < 0) {
      throw invalid('autoscaling', 'Scale', object.metadata?.name ?? '', [
        invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
      ])
    }
    return scaled(object, incoming, replicas)
  },
}

const scaled = (object: Scalable, incoming: KubernetesObject, replicas: number): Scalable => ({
  ...structuredClone(object),
  metadata: {
    ...structuredClone(object.metadata),
    resourceVersion: incoming.metadata?.resourceVersion ?? object.metadata?.resourceVersion,
  },
  spec: { ...structuredClone(object.spec), replicas },
})

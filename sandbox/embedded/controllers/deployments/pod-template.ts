import type { V1PodTemplateSpec, V1ReplicaSet } from '@kubernetes/client-node'
import { safeAlphabet } from '../../api/generated-name'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const templateHashLabel = 'pod-template-hash'

/** A ReplicaSet's template as its Deployment wrote it: without the label that tells the sets apart. */
export function templateOf({ spec }: V1ReplicaSet): V1PodTemplateSpec {
  const { [templateHashLabel]: _, ...labels } = spec?.template?.metadata?.labels ?? {}
  return { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } }
}

/**
 * FNV-1a of the template in the alphabet of generated names, as a Deployment names its ReplicaSets. `collisions` of
 * other templates with the same hash make another one of it.
 */
export function templateHash(template: V1PodTemplateSpec, collisions?: number): string {
  let hash = 0x811c9dc5
  const text = JSON.stringify(template) + (collisions === undefined ? '' : String(collisions))
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  return [...String(hash).padStart(9, '0')]
    .map(digit => safeAlphabet[digit.charCodeAt(0) % safeAlphabet.length])
    .join('')
}

import type { V1Pod, V1PodTemplateSpec } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField } from '../../validation/field-errors'
import { validateAnnotations, validateLabels } from '../../validation/metadata'
import { untrimmedImages } from './containers'
import { validatePodSpec } from './spec'

/** A pod, whether it is created or changed (core/validation validatePodMetadataAndSpec). */
export const validatePod = (pod: V1Pod): FieldError[] => [
  ...validatePodSpec(pod.spec, 'spec', { isPod: true, podName: pod.metadata?.name }),
  ...untrimmedImages(pod.spec, 'spec'),
]

/** What a pod that is created may not bring. */
export function validateNewPod({ spec }: V1Pod): FieldError[] {
  const errors: FieldError[] = []
  if (spec?.ephemeralContainers?.length)
    errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'))
  if (spec?.nodeName && spec.schedulingGates?.length) {
    errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  }
  return errors
}

/** The template of a Deployment, ReplicaSet and the like (core/validation ValidatePodTemplateSpec). */
export const validatePodTemplate = (template: V1PodTemplateSpec | undefined, path: string): FieldError[] => [
  ...validateLabels(template?.metadata?.labels, `${path}.labels`),
  ...validateAnnotations(template?.metadata?.annotations, `${path}.annotations`),
  ...validatePodSpec(template?.spec, `${path}.spec`),
  ...(template?.spec?.ephemeralContainers?.length
    ? [forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
    : []),
]

import type { V2HorizontalPodAutoscaler } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { invalidValue, required } from '../validation/field-errors'

/** autoscaling/validation ValidateHorizontalPodAutoscaler: how many, and of what. */
export function validateAutoscaler({ spec }: V2HorizontalPodAutoscaler): FieldError[] {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef } = spec ?? {}
  const { kind = '', name = '', apiVersion = '' } = scaleTargetRef ?? {}
  const field = 'spec.scaleTargetRef'
  return [
    ...(minReplicas < 1
      ? [invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1 ? [required('spec.maxReplicas', 'must be set and greater than 0')] : []),
    ...(maxReplicas < minReplicas
      ? [invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...(kind ? [] : [required(`${field}.kind`)]),
    ...(name ? [] : [required(`${field}.name`)]),
    ...(apiVersion.includes('/') || (apiVersion && kind === 'ReplicationController')
      ? []
      : [invalidValue(`${field}.apiVersion`, apiVersion, 'apiVersion must specify API group')]),
  ]
}

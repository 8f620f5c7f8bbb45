import type { V2HorizontalPodAutoscaler, V2MetricSpec } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../../validation/field-errors'
import { pathSegment } from '../../validation/names'

const sources = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'] as const

/** autoscaling/validation ValidateHorizontalPodAutoscaler. */
export function validateAutoscaler({ spec }: V2HorizontalPodAutoscaler): FieldError[] {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec ?? {}
  const { apiVersion = '', kind = '' } = scaleTargetRef ?? {}
  const field = 'spec.scaleTargetRef'
  return [
    ...(minReplicas < 1
      ? [invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1 ? [required('spec.maxReplicas', 'must be set and greater than 0')] : []),
    ...(maxReplicas < minReplicas
      ? [invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...(['kind', 'name'] as const).flatMap(key => {
      const value = scaleTargetRef?.[key]
      return value
        ? pathSegment(value).map(detail => invalidValue(`${field}.${key}`, value, detail))
        : [required(`${field}.${key}`)]
    }),
    ...(apiVersion.includes('/') || (apiVersion && kind === 'ReplicationController')
      ? []
      : [invalidValue(`${field}.apiVersion`, apiVersion, 'apiVersion must specify API group')]),
    ...metrics.flatMap((metric, index) => validateMetric(metric, `spec.metrics[${index}]`)),
    ...(minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')
      ? [
          forbiddenField(
            'spec.metrics',
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
    ...(['scaleUp', 'scaleDown'] as const).flatMap(way => {
      const seconds = behavior?.[way]?.stabilizationWindowSeconds ?? 0
      const at = `spec.behavior.${way}.stabilizationWindowSeconds`
      if (seconds < 0) return [invalidValue(at, seconds, 'must be greater than or equal to zero')]
      return seconds > 3600 ? [invalidValue(at, seconds, 'must be less than or equal to 3600')] : []
    }),
  ]
}

function validateMetric({ type = '', resource, ...others }: V2MetricSpec, field: string): FieldError[] {
  if (!type) return [required(`${field}.type`, 'must specify a metric source type')]
  if (!sources.some(source => source === type)) return [notSupported(`${field}.type`, type, sources)]
  const name = `${type[0]!.toLowerCase()}${type.slice(1)}` as keyof typeof others
  const given = type === 'Resource' ? resource : others[name]
  if (!given) {
    const detail = 'must populate information for the given metric source'
    return [required(`${field}.${name}`, detail)]
  }
  const utilization = resource?.target?.averageUtilization
  return utilization !== undefined && utilization < 1
    ? [invalidValue(`${field}.resource.target.averageUtilization`, utilization, 'must be greater than 0')]
    : []
}

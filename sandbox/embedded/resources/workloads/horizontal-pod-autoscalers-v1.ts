import type {
  KubernetesObject,
  V1HorizontalPodAutoscaler,
  V2HorizontalPodAutoscaler,
  V2MetricSpec,
} from '@kubernetes/client-node'
import type { Registration } from '../registration'
import { horizontalPodAutoscalers } from './stored'

const isProcessorUse = ({ type, resource }: V2MetricSpec) =>
  type === 'Resource' && resource?.name === 'cpu' && resource.target.type === 'Utilization'

/** What v1 has no field for. */
const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics'

function shown(stored: KubernetesObject): KubernetesObject {
  const { metadata, spec, status } = stored as V2HorizontalPodAutoscaler
  const { metrics = [], scaleTargetRef, minReplicas, maxReplicas = 0 } = spec ?? {}
  const use = metrics.find(isProcessorUse)?.resource?.target.averageUtilization
  const others = metrics.filter(metric => !isProcessorUse(metric))
  const current = status?.currentMetrics?.find(({ resource }) => resource?.name === 'cpu')?.resource?.current
  const object: V1HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: others.length
      ? {
          ...metadata,
          annotations: { ...metadata?.annotations, [metricsAnnotation]: JSON.stringify(others) },
        }
      : { ...metadata },
    spec: {
      scaleTargetRef: scaleTargetRef!,
      ...(minReplicas === undefined ? {} : { minReplicas }),
      maxReplicas,
      ...(use === undefined ? {} : { targetCPUUtilizationPercentage: use }),
    },
    status: {
      currentReplicas: status?.currentReplicas ?? 0,
      desiredReplicas: status?.desiredReplicas ?? 0,
      ...(current?.averageUtilization === undefined
        ? {}
        : { currentCPUUtilizationPercentage: current.averageUtilization }),
    },
  }
  return object
}

function stored(given: KubernetesObject): KubernetesObject {
  const { metadata, spec } = given as V1HorizontalPodAutoscaler
  const { targetCPUUtilizationPercentage: use, ...rest } = spec ?? {}
  const { [metricsAnnotation]: others, ...annotations } = metadata?.annotations ?? {}
  const target = { type: 'Utilization', averageUtilization: use }
  const metrics = [
    ...(use === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }]),
    ...metricsOf(others),
  ]
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { ...metadata, ...(metadata?.annotations ? { annotations } : {}) },
    spec: { ...rest, ...(metrics.length ? { metrics } : {}) },
  } as KubernetesObject
}

function metricsOf(text: string | undefined): V2MetricSpec[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** autoscaling/v1: the objects of v2 in its older words. */
export const horizontalPodAutoscalersV1: Registration = {
  ...horizontalPodAutoscalers,
  version: 'v1',
  view: { read: shown, write: stored },
}

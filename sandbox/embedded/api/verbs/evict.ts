import type { KubernetesObject, V1Eviction, V1Pod, V1PodDisruptionBudget } from '@kubernetes/client-node'
import { budgetsOf } from '../../controllers/disruption/budgets'
import { disrupt } from '../../controllers/nodes/eviction'
import { isReady } from '../../controllers/pod-state'
import type { Exchange } from '../http/exchange'
import { type ApiError, badRequest, failure } from '../status'

const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }

/** Deletes a pod if the budgets of its kind allow it (EvictionREST of pkg/registry/core/pod/storage). */
export function evict({ registry, info }: Exchange, given: KubernetesObject, dryRun: boolean): object {
  const { deleteOptions = {}, metadata } = given as V1Eviction
  if (metadata?.name !== info.name) throw badRequest('name in URL does not match name in Eviction object')
  const pod = registry.get<V1Pod>('pods', info.namespace, info.name)
  if (isProtected(pod)) {
    const [budget, ...more] = budgetsOf(registry, pod)
    if (more.length > 0)
      throw failure(
        500,
        undefined,
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      )
    if (budget) requireDisruption(budget, pod)
    if (!dryRun) disrupt(registry, pod, 'EvictionByEvictionAPI', 'Eviction API: evicting')
  }
  registry.delete('pods', info.namespace, info.name, {
    dryRun,
    ...(deleteOptions.gracePeriodSeconds === undefined
      ? {}
      : { gracePeriodSeconds: deleteOptions.gracePeriodSeconds }),
    ...(deleteOptions.preconditions ? { preconditions: deleteOptions.preconditions } : {}),
  })
  return success
}

const isProtected = ({ metadata, status }: V1Pod): boolean =>
  status?.phase === 'Running' && !metadata?.deletionTimestamp

function requireDisruption({ metadata, spec, status }: V1PodDisruptionBudget, pod: V1Pod): void {
  const {
    currentHealthy = 0,
    desiredHealthy = 0,
    disruptionsAllowed = 0,
    observedGeneration = 0,
  } = status ?? {}
  if (!isReady(pod)) {
    if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return
  }
  const name = metadata?.name
  if (observedGeneration < (metadata?.generation ?? 0))
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10)
  if (disruptionsAllowed > 0) return
  throw tooMany(
    currentHealthy <= desiredHealthy
      ? `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
      : `The disruption budget ${name} does not allow evicting pods currently`,
  )
}

const tooMany = (message: string, retryAfterSeconds?: number): ApiError =>
  failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })

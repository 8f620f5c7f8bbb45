import { isDeepStrictEqual } from 'node:util'
import type { V1Pod, V1ReplicaSet } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { ApiError } from '../api/status'
import { itself, startController } from './controller'
import { controllerReference, isControlledBy, ownerKeys } from './owners'
import { isActive, isReady } from './pod-state'

const replicaSets = 'apps/replicasets'

/** Keeps as many pods of a ReplicaSet as it asks for. */
export function startReplicaSetController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: replicaSets, keys: itself },
      { resource: 'pods', keys: ownerKeys('ReplicaSet') },
    ],
    reconcile: (namespace, name) => {
      const set = registry.find<V1ReplicaSet>(replicaSets, namespace, name)
      if (!set) return
      if (!set.metadata?.deletionTimestamp) scale(registry, set)
      reportStatus(registry, set)
    },
  })
}

const podsOf = (registry: Registry, set: V1ReplicaSet) =>
  registry
    .list<V1Pod>('pods', { namespace: set.metadata?.namespace })
    .filter(pod => isControlledBy(pod, set) && isActive(pod))

function scale(registry: Registry, set: V1ReplicaSet) {
  const pods = podsOf(registry, set)
  const wanted = set.spec?.replicas ?? 1
  for (let missing = wanted - pods.length; missing > 0; missing--) {
    if (!createPod(registry, set)) return
  }
  for (const pod of leastWanted(pods).slice(0, Math.max(0, pods.length - wanted))) {
    registry.delete('pods', pod.metadata!.namespace!, pod.metadata!.name!)
    registry.event(set, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata?.name}`,
      component: 'replicaset-controller',
    })
  }
}

/** Not ready before ready, then the newest first (kubernetes: controller.ActivePodsWithRanks). */
const leastWanted = (pods: readonly V1Pod[]) =>
  [...pods].sort(
    (a, b) =>
      Number(isReady(a)) - Number(isReady(b)) ||
      String(b.metadata?.creationTimestamp).localeCompare(String(a.metadata?.creationTimestamp)),
  )

function createPod(registry: Registry, set: V1ReplicaSet): boolean {
  const template = set.spec!.template!
  try {
    const pod = registry.create<V1Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...template.metadata,
        generateName: `${set.metadata?.name}-`,
        namespace: set.metadata?.namespace,
        ownerReferences: [controllerReference(set)],
      },
      spec: structuredClone(template.spec),
    })
    registry.event(set, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata?.name}`,
      component: 'replicaset-controller',
    })
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    registry.event(set, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${error.message}`,
      component: 'replicaset-controller',
    })
    return false
  }
}

function reportStatus(registry: Registry, { metadata, status: old }: V1ReplicaSet) {
  const set = registry.find<V1ReplicaSet>(replicaSets, metadata!.namespace!, metadata!.name!)
  if (!set) return
  const pods = podsOf(registry, set)
  const ready = pods.filter(isReady).length
  const templateLabels = Object.entries(set.spec?.template?.metadata?.labels ?? {})
  const fullyLabeled = pods.filter(pod =>
    templateLabels.every(([key, value]) => pod.metadata?.labels?.[key] === value),
  ).length
  const status = {
    replicas: pods.length,
    ...(fullyLabeled ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready ? { readyReplicas: ready, availableReplicas: ready } : {}),
    observedGeneration: set.metadata?.generation,
  }
  if (isDeepStrictEqual({ ...old }, status)) return
  registry.modify<V1ReplicaSet>(
    replicaSets,
    metadata!.namespace!,
    metadata!.name!,
    changed => {
      changed.status = status
    },
    { subresource: 'status' },
  )
}

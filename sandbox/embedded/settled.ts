import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import type { Registry } from './api/registry'

const isSettled = ({ status, metadata }: V1Pod) =>
  metadata?.deletionTimestamp !== undefined ||
  status?.phase === 'Succeeded' ||
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true

type Workload = KubernetesObject & { status?: { observedGeneration?: number } }

/** The controller has seen it as it is: its pods are there, as far as they can be. */
const isObserved = ({ metadata, status }: Workload) =>
  metadata?.deletionTimestamp !== undefined || status?.observedGeneration === metadata?.generation

/** What has to be settled, and when it is. */
const watched: Readonly<Record<string, (object: never) => boolean>> = {
  pods: isSettled,
  'apps/daemonsets': isObserved,
  'apps/deployments': isObserved,
  'apps/replicasets': isObserved,
  'apps/statefulsets': isObserved,
}

/**
 * Resolves when every workload has its pods and every pod is Ready, has succeeded, or is on its way out. Rejects after
 * `timeout` milliseconds with the pods that are not.
 */
export function podsSettled(registry: Registry, timeout: number): Promise<void> {
  const waiting = new Set<string>()
  return new Promise((resolve, reject) => {
    let replayed = false
    const finish = (error?: Error) => {
      clearTimeout(timer)
      queueMicrotask(() => {
        for (const watch of watches) watch.dispose()
      })
      if (error) reject(error)
      else resolve()
    }
    const timer = setTimeout(
      () => finish(new Error(`pods not ready after ${timeout} ms: ${[...waiting].join(', ')}`)),
      timeout,
    )
    const watches = Object.entries(watched).map(([resource, isDone]) =>
      registry.watch(resource, ({ type, object }) => {
        const { namespace, name } = object.metadata ?? {}
        const key = `${resource === 'pods' ? '' : `${resource}/`}${namespace}/${name}`
        if (type === 'DELETED' || isDone(object as never)) waiting.delete(key)
        else waiting.add(key)
        if (replayed && waiting.size === 0) finish()
      }),
    )
    replayed = true
    if (waiting.size === 0) finish()
  })
}

import type { V1Pod } from '@kubernetes/client-node'
import type { Registry } from './api/registry'

const isSettled = ({ status, metadata }: V1Pod) =>
  metadata?.deletionTimestamp !== undefined ||
  status?.phase === 'Succeeded' ||
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true

/**
 * Resolves when every pod is Ready, has succeeded, or is on its way out. Rejects after `timeout` milliseconds with
 * the pods that are not.
 */
export function podsSettled(registry: Registry, timeout: number): Promise<void> {
  const waiting = new Set<string>()
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      clearTimeout(timer)
      queueMicrotask(() => watch.dispose())
      if (error) reject(error)
      else resolve()
    }
    const timer = setTimeout(
      () => finish(new Error(`pods not ready after ${timeout} ms: ${[...waiting].join(', ')}`)),
      timeout,
    )
    let replayed = false
    const watch = registry.watch<V1Pod>('pods', ({ type, object }) => {
      const pod = `${object.metadata?.namespace}/${object.metadata?.name}`
      if (type === 'DELETED' || isSettled(object)) waiting.delete(pod)
      else waiting.add(pod)
      if (replayed && waiting.size === 0) finish()
    })
    replayed = true
    if (waiting.size === 0) finish()
  })
}

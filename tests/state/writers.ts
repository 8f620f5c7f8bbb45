import { type CoreV1Api, type V1ConfigMap, Watch } from '@kubernetes/client-node'
import type { ClusterProcess } from './cluster-process'

export const namespace = 'default'

/** What the server said is done: the data of each ConfigMap, null for one that was deleted. */
export type Acknowledged = Map<string, string | null>

/**
 * Creates, changes and deletes ConfigMaps until the server goes away; notes what was acknowledged. What is under way
 * then (in `pending`) may have happened or not.
 */
export async function write(
  core: CoreV1Api,
  writer: string,
  acknowledged: Acknowledged,
  pending: Set<string>,
): Promise<void> {
  for (let number = 0; ; number++) {
    const name = `${writer}-${number}`
    const steps: [value: string | null, step: () => Promise<unknown>][] = [
      [
        'new',
        () =>
          core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { value: 'new' } } }),
      ],
      [
        'changed',
        () =>
          core.replaceNamespacedConfigMap({
            name,
            namespace,
            body: { metadata: { name }, data: { value: 'changed' } },
          }),
      ],
      [null, () => core.deleteNamespacedConfigMap({ name, namespace })],
    ]
    for (const [value, step] of steps.slice(0, 1 + (number % 3))) {
      pending.add(name)
      try {
        await step()
      } catch {
        return
      }
      acknowledged.set(name, value)
      pending.delete(name)
    }
  }
}

/** ConfigMaps as a watcher knows them, and up to where. */
export type Seen = { revision: string; values: Map<string, string> }

/** Follows the ConfigMaps from where it had got to, until the server goes away or `until` says that it is enough. */
export async function follow(
  { kubeconfig }: ClusterProcess,
  seen: Seen,
  until: () => boolean = () => false,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`
  await new Promise<void>((resolve, reject) => {
    const tell = (type: string, object: V1ConfigMap & { code?: number; message?: string }) => {
      if (type === 'ERROR') return reject(new Error(object.message))
      const name = object.metadata!.name!
      seen.revision = object.metadata!.resourceVersion!
      if (type === 'DELETED') seen.values.delete(name)
      else seen.values.set(name, object.data?.value ?? '')
      if (until()) resolve()
    }
    new Watch(kubeconfig)
      .watch(path, { resourceVersion: seen.revision }, tell, () => resolve())
      .then(controller => {
        if (until()) {
          controller.abort()
          resolve()
        }
      }, resolve)
  })
}

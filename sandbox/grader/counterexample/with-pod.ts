import type { KubernetesObject, V1ConfigMap, V1Namespace, V1Pod } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient } from '../../client'
import { isRunning } from '../cluster-state'
import { pause } from '../pause'
import { namespaceManifest, ownerManifest, podManifest } from './manifests'
import { graderName } from './mark'
import { remove, removeEvents } from './remove'

/** Milliseconds until the pod must run. */
const patience = 5_000
const interval = 10

/**
 * Makes a possible pod, with its namespace where there is none, gives it away once it runs, and leaves nothing
 * behind, whatever happens. Rejects with `ApiStatusError` where the cluster refuses, and with the signal's reason.
 */
export async function withPod<T>(
  client: KubernetesClient,
  {
    pod,
    namespace,
    image,
  }: {
    pod: V1Pod
    namespace: { make?: V1Namespace; name: string }
    image?: string | undefined
  },
  use: (made: V1Pod) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const late = AbortSignal.timeout(patience)
  const making = signal ? AbortSignal.any([signal, late]) : late
  const home = `/api/v1/namespaces/${namespace.name}`
  const undo: (() => Promise<void>)[] = []
  const make = async <O extends KubernetesObject>(collection: string, body: O): Promise<O> => {
    // Not given up half-way: whether it was made must be known.
    const made = (await client.request<O>('POST', collection, { body })).body
    undo.unshift(() => remove(client, `${collection}/${body.metadata?.name}`, made))
    making.throwIfAborted()
    return made
  }
  try {
    if (namespace.make) {
      await make('/api/v1/namespaces', namespaceManifest(namespace.make))
      await found(client, `${home}/serviceaccounts/default`, () => true, making)
    } else undo.unshift(() => removeEvents(client, namespace.name))
    const owner = await make<V1ConfigMap>(`${home}/configmaps`, ownerManifest)
    await make(`${home}/pods`, podManifest(pod, owner, image))
    return await use(await found(client, `${home}/pods/${graderName}`, isRunning, making))
  } finally {
    for (const step of undo) await step().catch(() => {})
  }
}

/** The object once it is there and as wanted. */
async function found<O extends KubernetesObject>(
  client: KubernetesClient,
  path: string,
  isWanted: (object: O) => boolean,
  signal: AbortSignal,
): Promise<O> {
  for (;;) {
    try {
      const { body } = await client.request<O>('GET', path, { signal })
      if (isWanted(body)) return body
    } catch (error) {
      if (!(error instanceof ApiStatusError && error.code === 404)) throw error
    }
    await pause(interval, signal)
  }
}

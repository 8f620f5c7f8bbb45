import type { KubernetesObject } from '@kubernetes/client-node'
import { type KubernetesClient, listWatch } from '@/sandbox/client'
import type { LiveFeed, LiveKind } from './live-feed'
import { shownObject } from './shown-object'

const paths: Readonly<Record<LiveKind, { path: string; apiVersion: string }>> = {
  Namespace: { path: '/api/v1/namespaces', apiVersion: 'v1' },
  Pod: { path: '/api/v1/pods', apiVersion: 'v1' },
  Service: { path: '/api/v1/services', apiVersion: 'v1' },
  NetworkPolicy: { path: '/apis/networking.k8s.io/v1/networkpolicies', apiVersion: 'networking.k8s.io/v1' },
}

const keyOf = ({ metadata }: KubernetesObject) => `${metadata?.namespace ?? ''}/${metadata?.name}`

/**
 * Follows a sandbox's objects through its Kubernetes API into its feed until `signal` aborts. Resolves when the
 * feed has what is there now; `onEnd` is told when a watch cannot go on.
 */
export async function watchObjects(
  client: KubernetesClient,
  feed: LiveFeed,
  signal: AbortSignal,
  onEnd: (error: unknown) => void,
): Promise<void> {
  const kinds = Object.keys(paths) as LiveKind[]
  await Promise.all(kinds.map(kind => new Promise<void>(synced => void follow(kind, synced))))

  async function follow(kind: LiveKind, synced: () => void) {
    const { path, apiVersion } = paths[kind]
    // Items of a list have no kind and apiVersion; those of a watch have.
    const put = (object: KubernetesObject) =>
      feed.object(kind, keyOf(object), shownObject({ ...object, kind, apiVersion }))
    try {
      for await (const event of listWatch<KubernetesObject>(client, path, { signal })) {
        if (event.type === 'SYNC') {
          const there = new Set(event.objects.map(keyOf))
          for (const key of feed.keys(kind)) if (!there.has(key)) feed.object(kind, key, undefined)
          event.objects.forEach(put)
          synced()
        } else if (event.type === 'DELETED') feed.object(kind, keyOf(event.object), undefined)
        else put(event.object)
      }
    } catch (error) {
      if (!signal.aborted) onEnd(error)
    } finally {
      synced()
    }
  }
}

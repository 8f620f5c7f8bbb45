import type { KubernetesObject } from '@kubernetes/client-node'
import { type KubernetesClient, listWatch } from '@/sandbox/client'
import { isGraders } from '@/sandbox/grader/counterexample/mark'
import type { LiveFeed, LiveKind } from './live-feed'
import { shownObject } from './shown-object'

const collections: Readonly<Record<LiveKind, { path: string; apiVersion: string }>> = {
  Namespace: { path: '/api/v1/namespaces', apiVersion: 'v1' },
  Pod: { path: '/api/v1/pods', apiVersion: 'v1' },
  Service: { path: '/api/v1/services', apiVersion: 'v1' },
  NetworkPolicy: { path: '/apis/networking.k8s.io/v1/networkpolicies', apiVersion: 'networking.k8s.io/v1' },
}
const kinds = Object.keys(collections) as LiveKind[]

type List = { items: KubernetesObject[]; metadata?: { resourceVersion?: string } }

/** A sandbox's objects, followed through its Kubernetes API into its feed. */
export interface WatchedObjects {
  /** Resolves when the feed has what was there at first. */
  readonly synced: Promise<unknown>
  /** Resolves when the feed has at least what is there now, without waiting for the watches. */
  catchUp(): Promise<void>
}

export type WatchOptions = {
  client: KubernetesClient
  feed: LiveFeed
  /** Ends the watches. */
  signal: AbortSignal
  /** What the feed must not tell: the client may see more than the learner. */
  isHidden: (object: KubernetesObject) => boolean
  /** Told when a watch cannot go on. */
  onEnd: (error: unknown) => void
}

export function watchObjects({ client, feed, signal, isHidden, onEnd }: WatchOptions): WatchedObjects {
  const followed = kinds.map(kind => follow(kind))
  return {
    synced: Promise.all(followed.map(({ synced }) => synced)),
    async catchUp() {
      await Promise.all(followed.map(({ catchUp }) => catchUp()))
    },
  }

  function follow(kind: LiveKind) {
    const { path, apiVersion } = collections[kind]
    /** The revision of the newest list. What a watch tells from before it is in the list already. */
    let listed = 0

    // Items of a list have no kind and apiVersion; those of a watch have.
    const put = (item: KubernetesObject) => {
      const object = { ...item, kind, apiVersion }
      const isUntold = isGraders(object) || isHidden(object)
      feed.object(kind, keyOf(object), isUntold ? undefined : shownObject(object))
    }
    const replace = (objects: readonly KubernetesObject[], version: number) => {
      if (version < listed) return
      listed = version
      const there = new Set(objects.map(keyOf))
      for (const key of feed.keys(kind)) if (!there.has(key)) feed.object(kind, key, undefined)
      objects.forEach(put)
    }

    const watch = async (synced: () => void) => {
      try {
        for await (const event of listWatch<KubernetesObject>(client, path, { signal })) {
          const version = Number(event.resourceVersion)
          if (event.type === 'SYNC') {
            replace(event.objects, version)
            synced()
          } else if (version > listed) {
            if (event.type === 'DELETED') feed.object(kind, keyOf(event.object), undefined)
            else put(event.object)
          }
        }
      } catch (error) {
        if (!signal.aborted) onEnd(error)
      } finally {
        synced()
      }
    }
    return {
      synced: new Promise<void>(resolve => void watch(resolve)),
      async catchUp() {
        const { body } = await client.request<List>('GET', path, { signal })
        replace(body.items, Number(body.metadata?.resourceVersion))
      },
    }
  }
}

const keyOf = ({ metadata }: KubernetesObject) => `${metadata?.namespace ?? ''}/${metadata?.name}`

import type { KubernetesObject } from '@kubernetes/client-node'
import type { KubernetesClient, Query, WatchEvent } from '../../client'
import { dnsLabels, dnsNamespace } from '../../exercise'
import { labels, manager } from '../labels'
import type { SharedWatch } from './shared-watch'

/** Which namespaces belong to a sandbox now. */
export type Scope = () => readonly string[]

type List = {
  kind?: string
  apiVersion?: string
  metadata?: { resourceVersion?: string }
  items: KubernetesObject[]
}

/** `/api/v1/pods`, `/apis/apps/v1/deployments`: a collection of the whole cluster. */
const collection = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)\/([^/?]+)$/
const namespaces = '/api/v1/namespaces'
/** Policies of the admin tier: those of the cluster's administrators count, our wall passes whatever a lesson is about. */
const adminTier = new Set(['clusternetworkpolicies', 'adminnetworkpolicies', 'baselineadminnetworkpolicies'])
/** Of the whole cluster, whoever asks. */
const clusterWide = new Set(['nodes', 'persistentvolumes'])

const isDns = ({ metadata }: KubernetesObject) =>
  Object.entries(dnsLabels).every(([key, value]) => metadata?.labels?.[key] === value)
/** Of the system's namespace, what a lesson is about. */
const systemKinds = new Set(['pods', 'services'])

/**
 * A client for whom the cluster is what belongs to one sandbox, and the cluster's DNS: lists and watches of a whole
 * collection tell nothing else. One that names a namespace or an object goes through as it is.
 */
export function scopedClient(
  client: KubernetesClient,
  scope: Scope,
  watchOf: (path: string) => SharedWatch,
): KubernetesClient {
  const scoped = (path: string) => {
    const [, root = '', resource = ''] = collection.exec(path) ?? []
    return resource === '' || clusterWide.has(resource) ? undefined : { root, resource }
  }
  const isOurs = (resource: string, object: KubernetesObject): boolean => {
    const { namespace, name = '' } = object.metadata ?? {}
    if (resource === 'namespaces') return name === dnsNamespace || scope().includes(name)
    if (namespace === dnsNamespace) return systemKinds.has(resource) && isDns(object)
    return scope().includes(namespace ?? '')
  }

  const listAdminTier = async (path: string, query?: Query, signal?: AbortSignal): Promise<List> => {
    const { body } = await client.request<List>('GET', path, { query, signal })
    const isWall = ({ metadata }: KubernetesObject) => metadata?.labels?.[labels.managedBy] === manager
    return { ...body, items: body.items.filter(object => !isWall(object)) }
  }
  const listNamespaces = async (query?: Query, signal?: AbortSignal): Promise<List> => {
    const { body } = await client.request<List>('GET', namespaces, { query, signal })
    return { ...body, items: body.items.filter(object => isOurs('namespaces', object)) }
  }
  const list = async (root: string, resource: string, query?: Query, signal?: AbortSignal): Promise<List> => {
    const within = systemKinds.has(resource) ? [...scope(), dnsNamespace] : scope()
    const lists = await Promise.all(
      within.map(async namespace => {
        const path = `${root}/namespaces/${namespace}/${resource}`
        return (await client.request<List>('GET', path, { query, signal })).body
      }),
    )
    // Where one list is newer than another, a watch from the oldest tells again what the newer ones have: no harm.
    const [oldest] = lists.sort(
      (one, other) => Number(one.metadata?.resourceVersion) - Number(other.metadata?.resourceVersion),
    )
    if (!oldest) {
      // Nothing is there, but from when on? Whoever watches from before what a shared watch holds never gets anywhere.
      const { body } = await client.request<List>('GET', `${root}/${resource}`, {
        query: { limit: 1 },
        signal,
      })
      return { ...body, items: [] }
    }
    return {
      ...oldest,
      items: lists.flatMap(({ items }) => items).filter(object => isOurs(resource, object)),
    }
  }

  return {
    ...client,
    async request(method, path, options = {}) {
      const whole = method === 'GET' ? scoped(path) : undefined
      if (!whole) return client.request(method, path, options)
      const { query, signal } = options
      const body = adminTier.has(whole.resource)
        ? await listAdminTier(path, query, signal)
        : whole.resource === 'namespaces'
          ? await listNamespaces(query, signal)
          : await list(whole.root, whole.resource, query, signal)
      return { status: 200, warnings: [], body: body as never }
    },
    async *watch(path, options = {}) {
      const whole = scoped(path)
      if (!whole) {
        yield* client.watch(path, options)
        return
      }
      const after = String(options.query?.resourceVersion ?? '0')
      for await (const event of watchOf(path).events(after, options.signal))
        if (isOurs(whole.resource, event.object)) yield event as WatchEvent<never>
    },
    dispose() {},
  }
}

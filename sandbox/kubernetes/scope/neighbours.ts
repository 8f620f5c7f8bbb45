import type { KubernetesObject, V1Namespace, V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { labels, manager } from '../labels'

type List = { items: KubernetesObject[] }

/** `/api/v1/pods`, `/apis/apps/v1/deployments`: a collection of the whole cluster. */
const collection = /^(?:\/api\/v1|\/apis\/[^/]+\/[^/]+)\/[^/?]+$/

const isSystem = (name: string) => name === 'default' || name.startsWith('kube-')

/**
 * Namespaces of a learner's own cluster that no lesson is about: they are older than the lessons, or those of another
 * installation, or of those who share the cluster.
 */
export async function neighboursOf(
  client: KubernetesClient,
  controlNamespace: string,
  since: Date,
): Promise<ReadonlySet<string>> {
  const { body } = await client.request<{ items: V1Namespace[] }>('GET', '/api/v1/namespaces')
  const isNeighbour = ({ metadata }: V1Namespace) => {
    const { name = '', labels: worn = {}, creationTimestamp = since } = metadata ?? {}
    if (worn[labels.managedBy] !== manager) return !isSystem(name) && new Date(creationTimestamp) < since
    return (
      worn[labels.role] !== 'learner' ||
      worn[labels.control] !== controlNamespace ||
      worn[labels.sandbox] !== undefined
    )
  }
  return new Set(body.items.filter(isNeighbour).map(({ metadata }) => metadata?.name ?? ''))
}

/**
 * A client for whom these namespaces are empty: lists and watches of a whole collection tell nothing that is in them, but
 * pods on their node's network, since one of them may be who enforces policies.
 */
export function withoutNeighbours(
  client: KubernetesClient,
  neighbours: () => ReadonlySet<string>,
): KubernetesClient {
  const isOurs = (object: KubernetesObject) =>
    !neighbours().has(object.metadata?.namespace ?? '') || (object as V1Pod).spec?.hostNetwork === true
  return {
    ...client,
    async request(method, path, options = {}) {
      const answer = await client.request<List>(method, path, options)
      if (method !== 'GET' || !collection.test(path) || !Array.isArray(answer.body?.items))
        return answer as never
      return { ...answer, body: { ...answer.body, items: answer.body.items.filter(isOurs) } } as never
    },
    async *watch(path, options = {}) {
      for await (const event of client.watch<KubernetesObject>(path, options))
        if (!collection.test(path) || isOurs(event.object)) yield event as never
    },
    dispose() {},
  }
}

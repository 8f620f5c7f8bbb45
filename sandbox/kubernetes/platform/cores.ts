import type { V1Node } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { amount } from '../../quantity'

/** Of a cluster that does not tell. */
const usual = 4

/** Cores that pods may have, all nodes together. */
export async function coresOf(client: KubernetesClient): Promise<number> {
  const nodes = await client
    .request<{ items: V1Node[] }>('GET', '/api/v1/nodes')
    .then(({ body }) => body.items)
    .catch(() => [])
  const cores = nodes.reduce((sum, { status }) => sum + amount(String(status?.allocatable?.cpu ?? '')), 0)
  return cores > 0 ? cores : usual
}

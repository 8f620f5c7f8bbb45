import type { V1Node } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { cpu } from './quantities'

/** Of a cluster that does not tell. */
const usual = 4

/** Cores that pods may have, all nodes together. */
export async function coresOf(client: KubernetesClient): Promise<number> {
  const nodes = await client
    .request<{ items: V1Node[] }>('GET', '/api/v1/nodes')
    .then(({ body }) => body.items)
    .catch(() => [])
  const thousandths = nodes.reduce((sum, { status }) => sum + cpu(String(status?.allocatable?.cpu ?? '')), 0)
  return thousandths > 0 ? thousandths / 1000 : usual
}

import { createServer } from 'node:http'
import type { KubeConfig } from '@kubernetes/client-node'
import { kubeConfigFor } from '../client'
import { createCluster } from '../embedded/cluster'
import { gradersGroup } from '../embedded/credentials'
import type { Cni } from '../provider'

/** An embedded cluster as somebody else's: all that the provider gets is a kubeconfig of its administrator. */
export async function startCluster(cni?: Cni): Promise<{
  config: KubeConfig
  server: string
  close(): Promise<void>
}> {
  const cluster = createCluster({
    ...(cni && { cni }),
    tokens: {
      admin: { username: 'admin', groups: ['system:masters', 'system:authenticated', gradersGroup] },
    },
  })
  const listener = createServer(cluster.request).on('upgrade', cluster.upgrade)
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no address')
  await cluster.ready
  const server = `http://127.0.0.1:${address.port}`
  return {
    server,
    config: kubeConfigFor({ server, token: 'admin' }),
    async close() {
      listener.closeAllConnections()
      listener.close()
      await cluster.close()
    },
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '../../client'
import { createCluster } from '../../embedded/cluster'
import { graderUser } from '../../embedded/credentials'
import { tryWaysIn } from './admission.trial'

/** The embedded cluster keeps ValidatingAdmissionPolicies and asks none: RBAC and Pod Security are what it has. */
tryWaysIn('the ways in', async () => {
  const groups = ['system:masters', 'system:authenticated']
  const cluster = createCluster({ tokens: { platform: { username: graderUser, groups } } })
  await cluster.ready
  const server = createServer(cluster.request).on('upgrade', cluster.upgrade)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const access = {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'platform',
  }
  const api = createClient(access)
  const close = async () => {
    api.dispose()
    server.closeAllConnections()
    server.close()
    await cluster.close()
  }
  return { api, access, close }
}, ['rbac', 'pod-security'])

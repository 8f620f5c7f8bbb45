import { createClient } from '../../client'
import { createEmbeddedProvider } from '../../embedded/provider'
import { wallForms } from './forms'
import { outside, tryWall } from './wall.trial'

const enforced = ['ClusterNetworkPolicy', 'AdminNetworkPolicy']

for (const form of wallForms.filter(({ kind }) => enforced.includes(kind)))
  tryWall(
    `a wall of ${form.kind}`,
    async () => {
      const provider = await createEmbeddedProvider()
      const sandbox = await provider.open('wall')
      const externalHosts = Object.values(outside).map(({ ip, port }) => ({
        address: ip,
        ports: [{ port, protocol: 'TCP' as const }],
      }))
      await sandbox.reset({ cni: 'calico', objects: [], externalHosts })
      const api = createClient(sandbox.access)
      return {
        api,
        async close() {
          api.dispose()
          await provider.close()
        },
      }
    },
    { form, timeout: 100, kubelets: false, hosts: true },
  )

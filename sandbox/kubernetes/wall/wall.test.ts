import { createClient } from '../../client'
import { createEmbeddedProvider } from '../../embedded/provider'
import { wallForms } from './forms'
import { tryWall } from './wall.trial'

const enforced = ['ClusterNetworkPolicy', 'AdminNetworkPolicy']

for (const form of wallForms.filter(({ kind }) => enforced.includes(kind)))
  tryWall(
    `a wall of ${form.kind}`,
    async () => {
      const provider = await createEmbeddedProvider()
      const api = createClient((await provider.open('wall')).access)
      return {
        api,
        async close() {
          api.dispose()
          await provider.close()
        },
      }
    },
    { form, timeout: 100, kubelets: false },
  )

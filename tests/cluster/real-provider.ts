import type { KubeConfig } from '@kubernetes/client-node'
import { createClient } from '@/sandbox/client'
import { removeAdmission } from '@/sandbox/kubernetes/admission'
import { createKubernetesProvider } from '@/sandbox/kubernetes/provider'
import type { KubernetesOptions } from '@/sandbox/kubernetes/settings'
import { applyWall } from '@/sandbox/kubernetes/wall'

/** A provider of tests on a cluster, under a name of its own; closing it leaves nothing of what sandboxes had in common. */
export async function realProvider(
  config: KubeConfig,
  name: string,
  options: Partial<KubernetesOptions> = {},
) {
  const controlNamespace = `netpol-lab-${name}-${process.pid}`
  const provider = await createKubernetesProvider({
    ...{ config, controlNamespace, tenancy: 'shared' },
    // Many at once bring up many pods.
    startTimeout: 300_000,
    ...(process.env.PROBE_IMAGE && { probeImage: process.env.PROBE_IMAGE }),
    ...options,
  })
  return {
    provider,
    controlNamespace,
    async close() {
      await provider.close()
      const client = createClient(config)
      const wall = await applyWall(client, { controlNamespace, internet: false })
      await wall.remove()
      await removeAdmission(client, { controlNamespace, name: controlNamespace })
      await client.request('DELETE', `/api/v1/namespaces/${controlNamespace}`)
      client.dispose()
    },
  }
}

import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { type Config, ConfigError } from '@/lib/config'
import type { Log } from '@/lib/operations/log'
import { createKubernetesProvider } from '@/sandbox/kubernetes/provider'
import type { SandboxProvider } from '@/sandbox/provider'

/** The provider for the cluster that the environment names. Rejects with `ConfigError` where there is none that answers. */
export async function openCluster(config: Config, log: Log): Promise<SandboxProvider> {
  const { kubeconfig, tenancy, controlNamespace, sandboxExpiryHours, dataDirectory } = config
  const shown = `KUBECONFIG=${JSON.stringify(kubeconfig ?? '')}`
  try {
    return await createKubernetesProvider({
      ...{ config: readKubeconfig(kubeconfig), tenancy, controlNamespace },
      ...{
        probeImage: config.probeImage,
        internet: config.learnersInternet,
        withoutWall: config.withoutWall,
      },
      limit: config.sandboxLimit,
      ...(config.toolboxImage && {
        toolbox: {
          image: config.toolboxImage,
          ...(config.toolboxStorageClass && { storageClass: config.toolboxStorageClass }),
        },
      }),
      directory: join(dataDirectory, 'sandboxes'),
      expireAfter: sandboxExpiryHours * 3_600_000,
      onTrouble: (what, error) => log.warn(what, { error }),
    })
  } catch (error) {
    throw new ConfigError([
      `${shown}: must be a cluster that can be used (${(error as Error).message}). Try: kubectl get namespaces`,
    ])
  }
}

/** As kubectl finds it; without a file, of the pod that this runs in. */
export function readKubeconfig(path: string | undefined): KubeConfig {
  const config = new KubeConfig()
  if (path !== undefined || process.env.KUBERNETES_SERVICE_HOST === undefined) config.loadFromDefault()
  else config.loadFromCluster()
  return config
}

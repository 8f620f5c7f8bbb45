import { KubeConfig } from '@kubernetes/client-node'
import { tryFailures } from './cluster-failures.trial'

const openConfig = async () => {
  const config = new KubeConfig()
  config.loadFromDefault()
  return { config }
}

tryFailures('this cluster, when its API server fails', openConfig, {
  ...{ patience: 600_000, rest: 30_000, withoutWall: false },
})

import { KubeConfig } from '@kubernetes/client-node'
import { createClient } from '../../client'
import { tryWall } from './wall.trial'

tryWall(
  'the wall of this cluster',
  async () => {
    const config = new KubeConfig()
    config.loadFromDefault()
    const api = createClient(config)
    return { api, close: async () => api.dispose() }
  },
  { timeout: 1000, kubelets: true },
)

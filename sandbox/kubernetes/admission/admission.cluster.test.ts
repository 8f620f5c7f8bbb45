import { KubeConfig } from '@kubernetes/client-node'
import { createClient } from '../../client'
import { accessOf } from '../learner/access'
import { tryWaysIn } from './admission.trial'

tryWaysIn('the ways in on this cluster', async () => {
  const config = new KubeConfig()
  config.loadFromDefault()
  const api = createClient(config)
  return { api, access: await accessOf(config), close: async () => api.dispose() }
}, ['rbac', 'validation', 'pod-security', 'policy'])

import { readFileSync } from 'node:fs'
import { KubeConfig } from '@kubernetes/client-node'
import { createClient } from '../../client'
import { tryWaysIn } from './admission.trial'

tryWaysIn('the ways in on this cluster', async () => {
  const config = new KubeConfig()
  config.loadFromDefault()
  const api = createClient(config)
  const { server = '', caData, caFile } = config.getCurrentCluster() ?? {}
  const authority = caData ?? (caFile && readFileSync(caFile, 'base64'))
  const access = { server, token: '', ...(authority && { certificateAuthorityData: authority }) }
  return { api, access, close: async () => api.dispose() }
}, ['rbac', 'validation', 'pod-security', 'policy'])

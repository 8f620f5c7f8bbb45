import { createClient } from '../../client'
import { startCluster } from '../cluster.fixture'
import { accessOf } from '../learner/access'
import { tryWaysIn } from './admission.trial'

/** The embedded cluster keeps ValidatingAdmissionPolicies and asks none: RBAC and Pod Security are what it has. */
tryWaysIn('the ways in', async () => {
  const cluster = await startCluster()
  const api = createClient(cluster.config)
  const close = async () => {
    api.dispose()
    await cluster.close()
  }
  return { api, access: await accessOf(cluster.config), close }
}, ['rbac', 'pod-security'])

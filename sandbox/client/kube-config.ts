import { KubeConfig } from '@kubernetes/client-node'
import type { ApiAccess } from '../provider'

/** A client-node configuration with one cluster, one user and one context: for typed API classes, and for our own requests. */
export function kubeConfigFor(access: ApiAccess): KubeConfig {
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [
      {
        name: 'sandbox',
        server: access.server.replace(/\/+$/, ''),
        caData: access.certificateAuthorityData,
        skipTLSVerify: access.server.startsWith('http:'),
      },
    ],
    users: [{ name: 'sandbox', ...(access.token && { token: access.token }), ...access.certificate }],
    contexts: [{ name: 'sandbox', cluster: 'sandbox', user: 'sandbox' }],
    currentContext: 'sandbox',
  })
  return config
}

import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { ApiAccess } from '../../provider'

/** What a kubeconfig's current context comes to: where the API is, and how whoever owns the file signs in. */
export async function accessOf(config: KubeConfig): Promise<ApiAccess> {
  const cluster = config.getCurrentCluster()
  if (!cluster) throw new Error('the kubeconfig names no cluster')
  const options: RequestOptions = {}
  await config.applyToHTTPSOptions(options)
  const [, token = ''] =
    /^Bearer (.*)$/.exec(String((options.headers as Record<string, string>)?.Authorization ?? '')) ?? []
  const authority = cluster.caData ?? (cluster.caFile ? readFileSync(cluster.caFile, 'base64') : undefined)
  const base64 = (pem: unknown) => Buffer.from(pem as Buffer).toString('base64')
  return {
    server: cluster.server.replace(/\/+$/, ''),
    token,
    ...(authority && { certificateAuthorityData: authority }),
    ...(!token &&
      options.cert &&
      options.key && { certificate: { certData: base64(options.cert), keyData: base64(options.key) } }),
  }
}

/** The same server, as somebody else. */
export const accessAs = ({ certificate: _, ...access }: ApiAccess, token: string): ApiAccess => ({
  ...access,
  token,
})

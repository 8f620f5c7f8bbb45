import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '@/sandbox/embedded/certificate/self-signed'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { ApiAccess, Sandbox } from '@/sandbox/provider'

/** Clusters behind TLS: a kubectl gives its token to nobody over plain HTTP. */
export type Laboratory = {
  open(id: string): Promise<{ sandbox: Sandbox; access: ApiAccess }>
  remove(id: string): Promise<void>
  close(): Promise<void>
}

export async function openLaboratory(): Promise<Laboratory> {
  const provider = await createEmbeddedProvider()
  const certificate = selfSigned()
  const server = createServer(certificate, provider.request).on('upgrade', provider.upgrade)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    async open(id) {
      const sandbox = await provider.open(id)
      const access = {
        server: `${origin}/k8s/${id}`,
        token: sandbox.access.token,
        certificateAuthorityData: Buffer.from(certificate.cert).toString('base64'),
      }
      return { sandbox, access }
    },
    remove: id => provider.delete(id),
    async close() {
      server.closeAllConnections()
      server.close()
      await provider.close()
    },
  }
}

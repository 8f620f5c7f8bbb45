import type { AuthenticationV1TokenRequest, V1ServiceAccount } from '@kubernetes/client-node'
import { learnerAccount, ownLabels } from '../labels'
import { type Platform, put } from '../platform/objects'

/** Seconds that a learner's token lives; it is renewed long before. Servers may give a shorter one. */
const lifetime = 12 * 3600

export type Token = { token: string; expiresAt: Date }

/** Makes the learner's ServiceAccount in the control namespace, out of the learner's reach. */
export async function ensureAccount(
  platform: Platform,
  { sandbox, controlNamespace }: { sandbox: string; controlNamespace: string },
): Promise<void> {
  const account: V1ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: learnerAccount(sandbox),
      namespace: controlNamespace,
      labels: ownLabels('learner', sandbox),
    },
    automountServiceAccountToken: false,
  }
  await put(platform, account)
}

/** A token of that account. */
export async function learnerToken(
  { client }: Platform,
  { sandbox, controlNamespace }: { sandbox: string; controlNamespace: string },
): Promise<Token> {
  const path = `/api/v1/namespaces/${controlNamespace}/serviceaccounts/${learnerAccount(sandbox)}/token`
  const { body } = await client.request<AuthenticationV1TokenRequest>('POST', path, {
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: [], expirationSeconds: lifetime },
    },
  })
  const { token = '', expirationTimestamp = new Date() } = body.status ?? {}
  return { token, expiresAt: new Date(expirationTimestamp) }
}

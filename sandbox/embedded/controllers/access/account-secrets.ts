import type { V1Secret, V1ServiceAccount } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import { itself, keyOf, startController } from '../controller'

const type = 'kubernetes.io/service-account-token'
const nameAnnotation = 'kubernetes.io/service-account.name'
const uidAnnotation = 'kubernetes.io/service-account.uid'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/**
 * Fills secrets of type `kubernetes.io/service-account-token` with their account's token, and deletes those whose
 * account is gone.
 */
export function startAccountSecretsController(options: {
  registry: Registry
  accounts: ServiceAccountTokens
  certificateAuthority: string
}): Disposable {
  const { registry, accounts, certificateAuthority } = options
  const ofAccount = (namespace: string, name: string) =>
    registry
      .list<V1Secret>('secrets', { namespace })
      .filter(secret => secret.type === type && secret.metadata?.annotations?.[nameAnnotation] === name)
  return startController({
    registry,
    triggers: [
      {
        resource: 'secrets',
        keys: change => ((change.object as V1Secret).type === type ? itself(change) : []),
      },
      {
        resource: 'serviceaccounts',
        keys: ({ type: change, object }) =>
          change === 'MODIFIED'
            ? []
            : ofAccount(object.metadata?.namespace ?? '', object.metadata?.name ?? '').map(keyOf),
      },
    ],
    reconcile(namespace, name) {
      const secret = registry.find<V1Secret>('secrets', namespace, name)
      if (!secret || secret.metadata?.deletionTimestamp) return
      const { annotations = {} } = secret.metadata ?? {}
      const account = registry.find<V1ServiceAccount>(
        'serviceaccounts',
        namespace,
        annotations[nameAnnotation] ?? '',
      )
      const uid = account?.metadata?.uid
      if (!account || (annotations[uidAnnotation] && annotations[uidAnnotation] !== uid)) {
        registry.delete('secrets', namespace, name)
        return
      }
      const wanted: Record<string, string> = {
        'ca.crt': base64(certificateAuthority),
        namespace: base64(namespace),
      }
      const { data = {} } = secret
      const whole = data.token && Object.entries(wanted).every(([key, value]) => data[key] === value)
      if (whole && annotations[uidAnnotation]) return
      registry.modify<V1Secret>('secrets', namespace, name, changed => {
        changed.metadata!.annotations = { ...annotations, [uidAnnotation]: uid! }
        changed.data = {
          ...data,
          ...wanted,
          token: data.token || base64(accounts.forSecret(secret, account)),
        }
      })
    },
  })
}

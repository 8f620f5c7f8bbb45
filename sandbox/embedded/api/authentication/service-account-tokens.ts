import { randomUUID } from 'node:crypto'
import type { V1Node, V1Pod, V1Secret, V1ServiceAccount } from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import { goQuote } from '../../resources/validation/field-errors'
import type { Registry } from '../registry'
import { signedToken, verifiedClaims } from './json-web-token'
import { newSigningKey, readSigningKey, type SigningKey } from './signing-key'
import { accountGroups, accountUsername, withAuthenticated } from './users'

export const issuer = 'https://kubernetes.default.svc.cluster.local'

/** Seconds that a pod asks for; as the real server, who asks for just this gets a year. */
const podSeconds = 3607
const extendedSeconds = 365 * 24 * 3600

type Reference = { name: string; uid: string }
type Claims = {
  aud: string[]
  exp: number
  iat: number
  iss: string
  jti: string
  nbf: number
  sub: string
  'kubernetes.io': {
    namespace: string
    serviceaccount: Reference
    pod?: Reference
    node?: Reference
    secret?: Reference
    warnafter?: number
  }
}

/** What a token that does not count has wrong with it, in the words of the real server. */
export class InvalidToken extends Error {}

export type Bound = { pod?: V1Pod; node?: V1Node; secret?: V1Secret }
export type Wanted = { audiences?: readonly string[]; seconds: number; bound?: Bound }

/** Tokens of a cluster's service accounts: made for pods, by TokenRequest and for secrets, and known again. */
export interface ServiceAccountTokens {
  issue(account: V1ServiceAccount, wanted: Wanted): string
  /** The token of a pod that is about to run; undefined when its account is gone. */
  forPod(pod: V1Pod, audience?: string, seconds?: number): string | undefined
  /** The token that a secret of type `kubernetes.io/service-account-token` holds: it does not expire. */
  forSecret(secret: V1Secret, account: V1ServiceAccount): string
  /** Whose token it is, and which of the wanted audiences it is for. Throws `InvalidToken`. */
  authenticate(token: string, audiences?: readonly string[]): { user: User; audiences: string[] }
  /** The public key, as `/openid/v1/jwks` shows it. */
  keys(): object
}

const legacy = 'kubernetes.io/serviceaccount/'
const credential = 'authentication.kubernetes.io/'

/** `key` is in PEM; without it one is made that nobody else knows. `now` is in milliseconds since 1970. */
export function createServiceAccountTokens({
  registry,
  key,
  now = Date.now,
}: {
  registry: Registry
  key?: string
  now?: () => number
}): ServiceAccountTokens {
  let made: SigningKey | undefined
  const signingKey = () => {
    made ??= readSigningKey(key ?? newSigningKey())
    return made
  }

  function issue(account: V1ServiceAccount, { audiences, seconds, bound = {} }: Wanted): string {
    const { namespace = '', name = '' } = account.metadata ?? {}
    const time = Math.floor(now() / 1000)
    const forServer = !audiences?.length || audiences.includes(issuer)
    const extended = bound.pod !== undefined && seconds === podSeconds && forServer
    const claims: Claims = {
      aud: audiences?.length ? [...audiences] : [issuer],
      exp: time + (extended ? extendedSeconds : seconds),
      iat: time,
      iss: issuer,
      jti: randomUUID(),
      'kubernetes.io': {
        namespace,
        ...(bound.node ? { node: reference(bound.node) } : {}),
        ...(bound.pod ? { pod: reference(bound.pod) } : {}),
        ...(bound.secret ? { secret: reference(bound.secret) } : {}),
        serviceaccount: reference(account),
        ...(extended ? { warnafter: time + seconds } : {}),
      },
      nbf: time,
      sub: accountUsername(namespace, name),
    }
    return signedToken(claims, signingKey())
  }

  const found = (namespace: string, name: string) => {
    const account = registry.find<V1ServiceAccount>('serviceaccounts', namespace, name)
    if (!account) throw new InvalidToken(`serviceaccounts ${goQuote(name)} not found`)
    return account
  }

  function requireUid(account: V1ServiceAccount, claimed: string | undefined): void {
    const uid = account.metadata?.uid
    if (uid !== claimed)
      throw new InvalidToken(`service account UID (${uid}) does not match claim (${claimed})`)
  }

  /** What a token is bound to must still be there. */
  function requireBound(resource: string, namespace: string, bound: Reference | undefined): void {
    if (!bound) return
    const object = registry.find(resource, namespace, bound.name)
    if (object?.metadata?.uid !== bound.uid)
      throw new InvalidToken('service account token has been invalidated')
  }

  function userOf(claims: Claims): User {
    const time = now() / 1000
    const leeway = 60
    if (claims.exp + leeway < time) throw new InvalidToken('service account token has expired')
    if (claims.nbf - leeway > time) throw new InvalidToken('service account token is not valid yet')
    const { namespace, serviceaccount, pod, node, secret } = claims['kubernetes.io']
    requireUid(found(namespace, serviceaccount.name), serviceaccount.uid)
    requireBound('pods', namespace, pod)
    requireBound('secrets', namespace, secret)
    if (!pod) requireBound('nodes', '', node)
    return {
      username: claims.sub,
      uid: serviceaccount.uid,
      groups: accountGroups(namespace),
      extra: {
        [`${credential}credential-id`]: [`JTI=${claims.jti}`],
        ...(node && { [`${credential}node-name`]: [node.name], [`${credential}node-uid`]: [node.uid] }),
        ...(pod && { [`${credential}pod-name`]: [pod.name], [`${credential}pod-uid`]: [pod.uid] }),
      },
    }
  }

  function legacyUser(claims: Record<string, string>, token: string): User {
    const namespace = claims[`${legacy}namespace`] ?? ''
    const name = claims[`${legacy}service-account.name`] ?? ''
    const uid = claims[`${legacy}service-account.uid`]
    const secret = registry.find<V1Secret>('secrets', namespace, claims[`${legacy}secret.name`] ?? '')
    if (Buffer.from(secret?.data?.token ?? '', 'base64').toString('utf8') !== token)
      throw new InvalidToken('service account token has been invalidated')
    requireUid(found(namespace, name), uid)
    return { username: accountUsername(namespace, name), uid, groups: accountGroups(namespace) }
  }

  return {
    issue,
    forPod(pod, audience, seconds = podSeconds) {
      const { namespace = '' } = pod.metadata ?? {}
      const name = pod.spec?.serviceAccountName || 'default'
      const account = registry.find<V1ServiceAccount>('serviceaccounts', namespace, name)
      if (!account) return undefined
      const node = registry.find<V1Node>('nodes', '', pod.spec?.nodeName ?? '')
      const bound = node ? { pod, node } : { pod }
      return issue(account, { seconds, bound, ...(audience ? { audiences: [audience] } : {}) })
    },
    forSecret({ metadata: { namespace = '', name = '' } = {} }, { metadata: account = {} }) {
      return signedToken(
        {
          iss: 'kubernetes/serviceaccount',
          [`${legacy}namespace`]: namespace,
          [`${legacy}secret.name`]: name,
          [`${legacy}service-account.name`]: account.name,
          [`${legacy}service-account.uid`]: account.uid,
          sub: accountUsername(namespace, account.name ?? ''),
        },
        signingKey(),
      )
    },
    authenticate(token, audiences = [issuer]) {
      const claims = verifiedClaims(token, signingKey())
      if (claims === undefined) throw new InvalidToken()
      if (claims === false) throw new InvalidToken('go-jose/go-jose: error in cryptographic primitive')
      const bound = (claims as Claims)['kubernetes.io']
      if (!bound) {
        const user = withAuthenticated(legacyUser(claims as Record<string, string>, token))
        return { user, audiences: audiences.includes(issuer) ? [issuer] : [] }
      }
      const { aud } = claims as Claims
      const common = aud.filter(one => audiences.includes(one))
      if (common.length === 0) {
        const all = (values: readonly string[]) => `[${values.map(goQuote).join(' ')}]`
        throw new InvalidToken(
          `token audiences ${all(aud)} is invalid for the target audiences ${all(audiences)}`,
        )
      }
      return { user: withAuthenticated(userOf(claims as Claims)), audiences: common }
    },
    keys() {
      const { public: shown, id } = signingKey()
      const { kty, crv, x, y } = shown.export({ format: 'jwk' })
      return { keys: [{ use: 'sig', kty, kid: id, crv, alg: 'ES256', x, y }] }
    },
  }
}

const reference = ({ metadata }: { metadata?: { name?: string; uid?: string } }): Reference => ({
  name: metadata?.name ?? '',
  uid: metadata?.uid ?? '',
})

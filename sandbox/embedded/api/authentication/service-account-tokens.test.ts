import type { V1Secret, V1ServiceAccount } from '@kubernetes/client-node'
import { beforeEach, expect, test } from 'vitest'
import { pod, registryFixture } from '../cluster.fixture'
import type { Registry } from '../registry'
import { createServiceAccountTokens, InvalidToken, issuer } from './service-account-tokens'

let registry: Registry
let account: V1ServiceAccount
let time: number
let tokens: ReturnType<typeof createServiceAccountTokens>
beforeEach(() => {
  registry = registryFixture().registry
  account = registry.get<V1ServiceAccount>('serviceaccounts', 'default', 'default')
  time = Date.now()
  tokens = createServiceAccountTokens({ registry, now: () => time })
})

const username = 'system:serviceaccount:default:default'
const whose = (token: string) => tokens.authenticate(token).user.username

test('a token is its account’s, with the account’s groups', () => {
  const { user, audiences } = tokens.authenticate(tokens.issue(account, { seconds: 3600 }))
  expect(user).toMatchObject({
    username,
    uid: account.metadata?.uid,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
  })
  expect(audiences).toEqual([issuer])
})

test.each<[string, (token: string) => string, string]>([
  ['no token at all', () => 'wrong', ''],
  [
    'another signature',
    token => `${token.slice(0, -4)}AAAA`,
    'go-jose/go-jose: error in cryptographic primitive',
  ],
  [
    'other claims',
    token => {
      const [header, , signature] = token.split('.')
      const claims = Buffer.from(JSON.stringify({ sub: 'system:admin', exp: 9e9 })).toString('base64url')
      return [header, claims, signature].join('.')
    },
    'go-jose/go-jose: error in cryptographic primitive',
  ],
])('%s is refused', (_, spoil, message) => {
  const token = spoil(tokens.issue(account, { seconds: 3600 }))
  expect(() => tokens.authenticate(token)).toThrow(new InvalidToken(message))
})

test('another cluster’s token is refused', () => {
  const other = createServiceAccountTokens({ registry })
  expect(() => tokens.authenticate(other.issue(account, { seconds: 3600 }))).toThrow(InvalidToken)
})

test('a token ends with its time, its account, and what it is bound to', () => {
  const token = tokens.issue(account, { seconds: 600 })
  const web = registry.create('pods', pod('web'))
  const bound = tokens.forPod(web)!
  expect([whose(token), whose(bound)]).toEqual([username, username])
  expect(tokens.authenticate(bound).user.extra).toMatchObject({
    'authentication.kubernetes.io/pod-name': ['web'],
  })
  registry.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 })
  expect(() => whose(bound)).toThrow('service account token has been invalidated')
  time += 700_000
  expect(() => whose(token)).toThrow('service account token has expired')
  time -= 700_000
  registry.delete('serviceaccounts', 'default', 'default')
  expect(() => whose(token)).toThrow('serviceaccounts "default" not found')
  registry.create('serviceaccounts', { ...account, metadata: { name: 'default', namespace: 'default' } })
  expect(() => whose(token)).toThrow('does not match claim')
})

test('a token for somebody else is not for the API server', () => {
  const token = tokens.issue(account, { seconds: 3600, audiences: ['vault'] })
  expect(() => whose(token)).toThrow(/^token audiences \["vault"\] is invalid for the target audiences/)
  expect(tokens.authenticate(token, ['vault', 'other']).audiences).toEqual(['vault'])
})

test('the token in a secret counts as long as the secret holds it', () => {
  const secret = registry.create<V1Secret>('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      name: 'token',
      namespace: 'default',
      annotations: { 'kubernetes.io/service-account.name': 'default' },
    },
  })
  const token = tokens.forSecret(secret, account)
  expect(() => whose(token)).toThrow(InvalidToken)
  registry.modify<V1Secret>('secrets', 'default', 'token', changed => {
    changed.data = { token: Buffer.from(token).toString('base64') }
  })
  expect(whose(token)).toBe(username)
  registry.delete('secrets', 'default', 'token')
  expect(() => whose(token)).toThrow('service account token has been invalidated')
})

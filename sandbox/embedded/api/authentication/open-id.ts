import type { IncomingMessage } from 'node:http'
import type { Answer } from '../http/send'
import { issuer, type ServiceAccountTokens } from './service-account-tokens'

const configuration = (request: IncomingMessage) => ({
  issuer,
  jwks_uri: `https://${request.headers.host ?? 'kubernetes.default.svc'}/openid/v1/jwks`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
})

/** How others can tell that a service account's token is this cluster's (service account issuer discovery). */
export function openIdDocument(
  path: string,
  request: IncomingMessage,
  accounts: ServiceAccountTokens,
): Answer | undefined {
  if (request.method !== 'GET') return undefined
  const headers = { 'Cache-Control': 'public, max-age=3600' }
  if (path === '/.well-known/openid-configuration')
    return { code: 200, body: JSON.stringify(configuration(request)), headers }
  if (path === '/openid/v1/jwks')
    return {
      code: 200,
      body: JSON.stringify(accounts.keys()),
      contentType: 'application/jwk-set+json',
      headers,
    }
  return undefined
}

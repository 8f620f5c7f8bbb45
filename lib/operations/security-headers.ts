import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * What a page may do. Scripts run only with the nonce of this answer, or loaded by one that has it; styles may be
 * inline, because xterm.js and CodeMirror write theirs into the page.
 */
const policyOf = (nonce: string, dev: boolean) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ')

const fixed = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const

/** Sets the security headers of an answer. Next takes the nonce for its own scripts from the request's policy. */
export function secure(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value)
  const policy = policyOf(randomBytes(16).toString('base64'), dev)
  response.setHeader('content-security-policy', policy)
  request.headers['content-security-policy'] = policy
}

/** The nonce in a policy that `secure` made. */
export const nonceIn = (policy: string | null): string | undefined =>
  /'nonce-([^']+)'/.exec(policy ?? '')?.[1]

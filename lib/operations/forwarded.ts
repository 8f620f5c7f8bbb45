import type { IncomingMessage } from 'node:http'

const forwarded = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
]

/**
 * Makes `x-forwarded-for` the address that connected to us, or to the proxy before us if there is one, and takes
 * away what anybody else could have put into such headers.
 */
export function trustForwarded({ headers, socket }: IncomingMessage, behindProxy: boolean): void {
  const nearest = behindProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : ''
  for (const name of forwarded) delete headers[name]
  headers['x-forwarded-for'] = nearest || (socket.remoteAddress ?? '')
}

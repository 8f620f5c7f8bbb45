import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { User } from '../../resources/registration'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** `Bearer TOKEN`, or `Basic` with the token as password: kubectl sends no bearer token over plain HTTP. */
function tokenOf({ headers: { authorization = '' } }: IncomingMessage): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.+)$/.exec(authorization) ?? []
  if (/^bearer$/i.test(scheme)) return value.trim()
  if (!/^basic$/i.test(scheme)) return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** Who the request's token belongs to; nobody for a missing or unknown one. Takes the same time for every wrong token. */
export function authenticator(
  tokens: Readonly<Record<string, User>>,
): (request: IncomingMessage) => User | undefined {
  const known = Object.entries(tokens).map(([token, user]) => ({ hash: digest(token), user }))
  return request => {
    const given = tokenOf(request)
    if (given === undefined) return undefined
    const hash = digest(given)
    return known.find(entry => timingSafeEqual(entry.hash, hash))?.user
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { User } from '../../resources/registration'
import { unauthorized } from '../status'
import { InvalidToken, type ServiceAccountTokens } from './service-account-tokens'
import { anonymous, withAuthenticated } from './users'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** How a WebSocket of a browser, which cannot set headers, carries a token. */
const socketProtocol = 'base64url.bearer.authorization.k8s.io.'

/** `Bearer TOKEN`, or `Basic` with the token as password: kubectl sends no bearer token over plain HTTP. */
export function tokenOf({ headers }: IncomingMessage): string | undefined {
  const { authorization = '', 'sec-websocket-protocol': protocols = '' } = headers
  const [, scheme = '', value = ''] = /^(\S+)\s+(.+)$/.exec(authorization) ?? []
  if (/^bearer$/i.test(scheme)) return value.trim()
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(value, 'base64').toString('utf8')
    return pair.slice(pair.indexOf(':') + 1)
  }
  const offered = protocols.split(',').map(name => name.trim())
  const carried = offered.find(name => name.startsWith(socketProtocol))
  return carried && Buffer.from(carried.slice(socketProtocol.length), 'base64url').toString('utf8')
}

export interface Authenticator {
  /** Who asks: nobody in particular without a token. Throws Unauthorized for one that does not count. */
  userOf(request: IncomingMessage): User
  /** Whose token it is, and for which audiences. Throws `InvalidToken`. */
  review(token: string, audiences?: readonly string[]): { user: User; audiences?: string[] }
}

/** Knows a cluster's own tokens and those of its service accounts. Takes the same time for every wrong own token. */
export function createAuthenticator(
  tokens: Readonly<Record<string, User>>,
  accounts: ServiceAccountTokens,
): Authenticator {
  const known = Object.entries(tokens).map(([token, user]) => ({
    hash: digest(token),
    user: withAuthenticated(user),
  }))

  const review: Authenticator['review'] = (token, audiences) => {
    const hash = digest(token)
    const user = known.find(entry => timingSafeEqual(entry.hash, hash))?.user
    return user ? { user } : accounts.authenticate(token, audiences)
  }

  return {
    review,
    userOf(request) {
      const token = tokenOf(request)
      if (token === undefined) return anonymous
      try {
        return review(token).user
      } catch (error) {
        if (!(error instanceof InvalidToken)) throw error
        throw unauthorized()
      }
    },
  }
}

import { createHmac, randomUUID } from 'node:crypto'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { PrismaClient } from '@/lib/database/database'

/** What a ticket lets its bearer do. */
type Purpose = 'launch' | 'session' | 'choice'

/** Notes to ourselves that go through a browser: signed, for one purpose, for a while. */
export interface Tickets {
  make(purpose: Purpose, says: JWTPayload, seconds: number, id?: string): Promise<string>
  /** Null: none of ours, or it has expired. */
  read(purpose: Purpose, ticket: string): Promise<JWTPayload | null>
  /** The same once, on whichever server. */
  spend(purpose: Purpose, ticket: string): Promise<JWTPayload | null>
}

export function createTickets(prisma: PrismaClient, secret: string): Tickets {
  const key = createHmac('sha256', secret).update('lti tickets').digest()
  const read: Tickets['read'] = async (purpose, ticket) => {
    const options = { audience: purpose, algorithms: ['HS256'], requiredClaims: ['exp', 'jti'] }
    return jwtVerify(ticket, key, options).then(
      ({ payload }) => payload,
      () => null,
    )
  }
  return {
    read,
    make: (purpose, says, seconds, id = randomUUID()) =>
      new SignJWT(says)
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(purpose)
        .setJti(id)
        .setExpirationTime(`${seconds}s`)
        .sign(key),
    async spend(purpose, ticket) {
      const says = await read(purpose, ticket)
      if (!says?.jti || !says.exp) return null
      const { count } = await prisma.spentToken.createMany({
        data: [{ id: `lti ${says.jti}`, expiresAt: new Date(says.exp * 1000) }],
        skipDuplicates: true,
      })
      return count === 1 ? says : null
    },
  }
}

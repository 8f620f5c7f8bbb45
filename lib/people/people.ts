import { getToken } from 'next-auth/jwt'
import type { PrismaClient } from '@/lib/database/database'
import { createRateLimit } from '@/lib/operations/rate-limit'
import type { Person } from '@/protocol'
import { parseCookies } from './session/cookies'
import { type SignedIn, shownPerson, withSessions } from './shown-person'

export type PeopleOptions = {
  prisma: PrismaClient
  /** Signs session tokens. */
  secret: string
  /** Cookies are `Secure` (and so named `__Secure-...`): the public address is https. */
  secure: boolean
}

/** Who learns here. */
export interface People {
  /** The person whom a `Cookie` header names: its token is valid and the person still exists. */
  of(cookie: string | null | undefined): Promise<Person | null>
  /** The same, with what their session carries. */
  signedIn(cookie: string | null | undefined): Promise<SignedIn | null>
  /** The same, or else a new guest; null when too many came from this address lately. */
  guest(cookie: string | null | undefined, address: string): Promise<SignedIn | null>
  rename(id: string, name: string): Promise<Person>
}

/** A class arrives at once from behind one address, so a minute lets many in; a script soon meets the limit. */
const guestsPerMinute = 120

export function createPeople({ prisma, secret, secure }: PeopleOptions): People {
  const guests = createRateLimit({ burst: guestsPerMinute, perMinute: guestsPerMinute })
  const signedIn = async (cookie: string | null | undefined): Promise<SignedIn | null> => {
    if (!cookie) return null
    const request = { headers: {}, cookies: parseCookies(cookie) }
    const token = await getToken({ req: request as never, secret, secureCookie: secure })
    if (typeof token?.sub !== 'string') return null
    const found = await prisma.person.findUnique({ where: { id: token.sub }, select: withSessions })
    return found?.sessions === (token.sessions ?? 0) ? found : null
  }
  return {
    signedIn,
    async of(cookie) {
      const found = await signedIn(cookie)
      if (!found) return null
      const { sessions: _, ...person } = found
      return person
    },
    async guest(cookie, address) {
      const known = await signedIn(cookie)
      if (known) return known
      if (!guests.take(address)) return null
      return prisma.person.create({ data: { guest: true }, select: withSessions })
    },
    rename: (id, name) => prisma.person.update({ where: { id }, data: { name }, select: shownPerson }),
  }
}

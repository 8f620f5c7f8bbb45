import { createHash, randomBytes } from 'node:crypto'
import type { ApiToken as Row } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { Refusal } from '@/lib/refusal'
import type { ApiToken, Person } from '@/protocol'
import { shownPerson } from '../shown-person'

/** Tokens by which programs act as their person. */
export interface ApiTokens {
  of(person: Person): Promise<ApiToken[]>
  /** The token itself is told this once. Refused with `account-needed`, `too-many-tokens`. */
  make(person: Person, wanted: { name: string; days: number | null }): Promise<ApiToken & { token: string }>
  /** Refused with `not-found`. */
  remove(person: Person, id: string): Promise<void>
  /** Whose token an `Authorization` header carries; null: nobody's, or it has expired. */
  bearer(authorization: string): Promise<Person | null>
}

const most = 20
/** Milliseconds in which uses of a token are noted once. */
const noted = 60_000
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

export function createApiTokens(prisma: PrismaClient): ApiTokens {
  return {
    async of({ id }) {
      const rows = await prisma.apiToken.findMany({ where: { personId: id }, orderBy: { createdAt: 'asc' } })
      return rows.map(told)
    },
    async make({ id: personId, guest }, { name, days }) {
      if (guest) throw new Refusal('account-needed', 'A token needs an account: make yours first.')
      if ((await prisma.apiToken.count({ where: { personId } })) >= most)
        throw new Refusal('too-many-tokens', `You have ${most} tokens. Remove one first.`)
      // The prefix lets scanners of repositories know one that was leaked.
      const token = `netpol_${randomBytes(32).toString('base64url')}`
      const expiresAt = days === null ? null : new Date(Date.now() + days * 24 * 60 * 60_000)
      const row = await prisma.apiToken.create({ data: { personId, name, hash: hashOf(token), expiresAt } })
      return { ...told(row), token }
    },
    async remove({ id: personId }, id) {
      const { count } = await prisma.apiToken.deleteMany({ where: { id, personId } })
      if (count === 0) throw new Refusal('not-found', 'There is no such token.')
    },
    async bearer(authorization) {
      const [, token] = /^Bearer (\S+)$/i.exec(authorization.trim()) ?? []
      if (token === undefined) return null
      const found = await prisma.apiToken.findUnique({
        where: { hash: hashOf(token) },
        include: { person: { select: shownPerson } },
      })
      if (!found || (found.expiresAt && found.expiresAt < new Date())) return null
      if (!found.usedAt || found.usedAt.getTime() < Date.now() - noted)
        await prisma.apiToken.updateMany({ where: { id: found.id }, data: { usedAt: new Date() } })
      return found.person
    },
  }
}

const told = ({ id, name, createdAt, expiresAt, usedAt }: Row): ApiToken => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  usedAt: usedAt?.toISOString() ?? null,
})

import type { PrismaClient } from '@/lib/database/database'
import { Refusal } from '@/lib/refusal'
import type { KnownAccount, Person, Role } from '@/protocol'
import { noteAct } from '../audit'
import { shownPerson } from '../shown-person'
import {
  makeOneTimeToken,
  oneDay,
  readOneTimeToken,
  spendOneTimeToken,
  unusable,
} from '../tokens/one-time-token'

/** What administrators do: give roles, help who forgot a password. Refuses with `Refusal`. */
export interface Administration {
  /** Makes an administrator of an account, by a one-time token. Refused with `account-needed`, `token-unusable`. */
  claim(person: Person, token: string): Promise<Person>
  /** A token for the first administrator; null where there is one. */
  firstToken(): Promise<string | null>
  /** Accounts whose names contain this, those with most rights first. Guests are nobody's business. */
  accounts(search: string): Promise<KnownAccount[]>
  /** Refused with `not-found`, `last-administrator`. */
  giveRole(actor: Person, id: string, role: Role): Promise<KnownAccount>
  /** A token by which a person sets a new password. Refused with `not-found`. */
  passwordToken(actor: Person, id: string): Promise<{ token: string; expiresAt: string }>
  /** Refused with `last-administrator` where this person is that. */
  refuseLast(person: Pick<Person, 'id' | 'role'>): Promise<void>
}

const known = { ...shownPerson, createdAt: true } as const
const most = 100

export function createAdministration({
  prisma,
  secret,
}: {
  prisma: PrismaClient
  secret: string
}): Administration {
  const administrators = (but?: string) =>
    prisma.person.count({ where: { role: 'administrator', ...(but && { id: { not: but } }) } })
  const account = async (id: string) => {
    const found = await prisma.person.findUnique({ where: { id, guest: false }, select: known })
    if (!found) throw new Refusal('not-found', 'There is no such account.')
    return found
  }
  const refuseLast = async ({ id, role }: Pick<Person, 'id' | 'role'>) => {
    if (role === 'administrator' && (await administrators(id)) === 0)
      throw new Refusal('last-administrator', 'Nobody else is an administrator: make somebody one first.')
  }

  return {
    refuseLast,
    async claim(person, token) {
      if (person.guest)
        throw new Refusal('account-needed', 'An administrator needs an account: make yours first.')
      const claims = readOneTimeToken(secret, token)
      if (claims?.purpose !== 'first-administrator' && claims?.purpose !== 'administrator') throw unusable()
      const first = claims.purpose === 'first-administrator'
      return prisma.$transaction(async transaction => {
        await spendOneTimeToken(transaction, claims)
        if (first && (await transaction.person.count({ where: { role: 'administrator' } })) > 0)
          throw unusable()
        await noteAct(transaction, { actor: person.id, action: 'administrator.claimed', subject: person.id })
        return transaction.person.update({
          where: { id: person.id },
          data: { role: 'administrator' },
          select: shownPerson,
        })
      })
    },
    async firstToken() {
      await prisma.spentToken.deleteMany({ where: { expiresAt: { lt: new Date() } } })
      return (await administrators()) > 0
        ? null
        : makeOneTimeToken(secret, { purpose: 'first-administrator' })
    },
    async accounts(search) {
      const contains = { contains: search, mode: 'insensitive' } as const
      const found = await prisma.person.findMany({
        where: { guest: false, ...(search && { OR: [{ login: contains }, { name: contains }] }) },
        orderBy: [{ role: 'desc' }, { login: 'asc' }],
        take: most,
        select: known,
      })
      return found.map(told)
    },
    async giveRole(actor, id, role) {
      const before = await account(id)
      if (role !== 'administrator') await refuseLast(before)
      const [after] = await prisma.$transaction([
        prisma.person.update({ where: { id }, data: { role }, select: known }),
        prisma.auditEntry.create({
          data: {
            actorId: actor.id,
            action: 'role.given',
            subject: id,
            details: { before: before.role, after: role, login: before.login },
          },
        }),
      ])
      return told(after)
    },
    async passwordToken(actor, id) {
      const { login } = await account(id)
      const expiresAt = Date.now() + oneDay
      await noteAct(prisma, {
        actor: actor.id,
        action: 'password.link-made',
        subject: id,
        details: { login },
      })
      const token = makeOneTimeToken(secret, { purpose: 'password', subject: id, expiresAt })
      return { token, expiresAt: new Date(expiresAt).toISOString() }
    },
  }
}

const told = ({ createdAt, ...person }: Person & { createdAt: Date }): KnownAccount => ({
  ...person,
  createdAt: createdAt.toISOString(),
})

import type { PrismaClient } from '@/lib/database/database'
import { createRateLimit } from '@/lib/operations/rate-limit'
import { Refusal } from '@/lib/refusal'
import type { Person } from '@/protocol'
import { noteAct } from '../audit'
import { type SignedIn, shownPerson, withSessions } from '../shown-person'
import { readOneTimeToken, spendOneTimeToken, unusable } from '../tokens/one-time-token'
import { hashPassword, isPassword } from './password'

/** Accounts: people with a name to sign in with and a password. Refuses with `Refusal`. */
export interface Accounts {
  /** Makes an account of a guest, who stays who they are. Refused with `account-already`, `login-taken`. */
  become(person: Person, account: { login: string; password: string }): Promise<Person>
  /** Null: no such account, or another password. Refused with `too-many-tries`. */
  signIn(login: string, password: string, address: string): Promise<SignedIn | null>
  /** Ends every session of theirs, this one, too. Refused with `wrong-password`, `too-many-tries`. */
  changePassword(person: Person, current: string, password: string): Promise<void>
  /** By a one-time token. Refused with `token-unusable`. */
  setPassword(token: string, password: string): Promise<void>
  /** Resolves where this is the person's password, or they have none. Refused with `wrong-password`, `too-many-tries`. */
  confirm(person: Person, password: string | undefined): Promise<void>
  endSessions(person: Person): Promise<void>
}

/** Tries of one account, by whomever; and from one address, behind which a class may sit. */
const ofOne = { burst: 10, perMinute: 5 }
const ofAddress = { burst: 200, perMinute: 100 }

export function createAccounts({ prisma, secret }: { prisma: PrismaClient; secret: string }): Accounts {
  const tries = createRateLimit(ofOne)
  const addresses = createRateLimit(ofAddress)
  const tooMany = () => new Refusal('too-many-tries', 'Too many tries. Wait a minute, then try again.')

  const confirm = async (person: Person, password: string | undefined) => {
    const row = await prisma.person.findUniqueOrThrow({
      where: { id: person.id },
      select: { password: true },
    })
    if (row.password === null) return
    if (!tries.take(person.id)) throw tooMany()
    if (!(await isPassword(password ?? '', row.password)))
      throw new Refusal('wrong-password', 'That is not your password.')
  }
  const endSessions = { sessions: { increment: 1 } }

  return {
    confirm,
    async become(person, { login, password }) {
      if (!person.guest) throw new Refusal('account-already', 'You have an account already.')
      const hash = await hashPassword(password)
      try {
        return await prisma.person.update({
          where: { id: person.id, guest: true },
          data: { guest: false, login, password: hash, ...(person.name === null && { name: login }) },
          select: shownPerson,
        })
      } catch (error) {
        if ((error as { code?: string }).code !== 'P2002') throw error
        throw new Refusal('login-taken', `Somebody is called "${login}" already. Choose another name.`)
      }
    },
    async signIn(login, password, address) {
      const name = login.trim().toLowerCase()
      if (!addresses.take(address) || !tries.take(name)) throw tooMany()
      const found = await prisma.person.findUnique({
        where: { login: name },
        select: { ...withSessions, password: true },
      })
      const right = await isPassword(password, found?.password)
      if (!found || !right) return null
      const { password: _, ...person } = found
      return person
    },
    async changePassword(person, current, password) {
      await confirm(person, current)
      const hash = await hashPassword(password)
      await prisma.person.update({ where: { id: person.id }, data: { password: hash, ...endSessions } })
    },
    async setPassword(token, password) {
      const claims = readOneTimeToken(secret, token)
      if (claims?.purpose !== 'password' || claims.subject === undefined) throw unusable()
      const hash = await hashPassword(password)
      const id = claims.subject
      await prisma.$transaction(async transaction => {
        await spendOneTimeToken(transaction, claims)
        const { count } = await transaction.person.updateMany({
          where: { id, guest: false },
          data: { password: hash, ...endSessions },
        })
        if (count === 0) throw unusable()
        await noteAct(transaction, { actor: id, action: 'password.set', subject: id })
      })
    },
    async endSessions({ id }) {
      await prisma.person.update({ where: { id }, data: endSessions })
    },
  }
}

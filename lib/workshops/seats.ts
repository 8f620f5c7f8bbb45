import type { PrismaClient } from '@/lib/database/database'
import type { Learning } from '@/lib/learning/learning'
import { createRateLimit } from '@/lib/operations/rate-limit'
import { type SignedIn, withSessions } from '@/lib/people/shown-person'
import { Refusal } from '@/lib/refusal'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import { type Invitation, type OwnSeat, type Person, taskKey } from '@/protocol'
import { codeHash, personalCode, plainCode } from './codes'
import { placeOf } from './course'
import { distinctName } from './display-name'
import type { Rooms } from './rooms'

/** Who sits where. Refuses with `Refusal`. */
export interface Seats {
  /** What a join code leads to. Refused with `unknown-code`, `workshop-over`. */
  invitation(code: string): Promise<Invitation>
  /**
   * Takes the first free seat; whoever has one in this workshop keeps it, and its name. Refused with `unknown-code`,
   * `workshop-over`, `account-needed`, `workshop-full`.
   */
  join(person: Person, joining: { code: string; name: string }): Promise<OwnSeat>
  /** Where somebody sits, the last joined first. */
  of(person: Person): Promise<Pick<OwnSeat, 'workshop' | 'title' | 'name'>[]>
  /** Null: they have none there. Refused with `workshop-over` when its clusters have ended. */
  own(person: Person, workshop: string): Promise<OwnSeat | null>
  /** The same without its cluster, also when the workshop is over. */
  seated(person: Person, workshop: string): Promise<Seated | null>
  /** The guest of a personal code; null: nobody. Accounts sign in. Refused with `too-many-tries`. */
  comeBack(code: string, address: string): Promise<SignedIn | null>
  /** Empties every seat of a person: who sat there is not told any more. What they did stays, without a name. */
  leave(personId: string): Promise<void>
  /** The sandbox of a seat of this workshop that somebody sits on; null: there is no such. */
  takenSandbox(workshop: string, seat: string): Promise<string | null>
  /** The sandbox of a seat, made when there is none. */
  sandboxOf(seat: string): Promise<string>
}

/** A seat without its cluster. */
export type Seated = Omit<OwnSeat, 'sandbox'>

/** A whole class may come back from one address after a break. */
const tries = { burst: 300, perMinute: 60 }

type SeatsOptions = {
  prisma: PrismaClient
  sandboxes: Sandboxes
  learning: Pick<Learning, 'give'>
  rooms: Rooms
  secret: string
}

export function createSeats({ prisma, sandboxes, learning, rooms, secret }: SeatsOptions): Seats {
  const limit = createRateLimit(tries)

  const workshopOf = async (code: string) => {
    const found = await prisma.workshop.findUnique({ where: { code: plainCode(code) } })
    if (!found)
      throw new Refusal('unknown-code', 'There is no workshop with this code. Look again: six characters.')
    if (found.endsAt && found.endsAt < new Date())
      throw new Refusal('workshop-over', `"${found.title}" is over.`)
    return found
  }
  const sandboxOf = async (seatId: string) => {
    const seat = await prisma.seat.findUniqueOrThrow({
      where: { id: seatId },
      include: { workshop: { select: { course: true } } },
    })
    return sandboxes.assignSeat({ seatId, place: placeOf(seatId), course: seat.workshop.course })
  }
  const seated = async (person: Person, workshopId: string): Promise<Seated | null> => {
    const seat = await prisma.seat.findUnique({
      where: { workshopId_personId: { workshopId, personId: person.id } },
      include: { workshop: true },
    })
    if (!seat) return null
    return {
      workshop: workshopId,
      title: seat.workshop.title,
      seat: seat.id,
      number: seat.number,
      name: seat.name ?? '',
      personalCode: person.guest ? personalCode(secret, seat.id) : null,
      lessons: seat.workshop.lessons,
      startsAt: seat.workshop.startsAt?.toISOString() ?? null,
      endsAt: seat.workshop.endsAt?.toISOString() ?? null,
    }
  }
  const own = async (person: Person, workshopId: string): Promise<OwnSeat | null> => {
    const seat = await seated(person, workshopId)
    if (!seat) return null
    if (isOver(seat)) throw new Refusal('workshop-over', `"${seat.title}" is over. Your progress stays.`)
    const sandbox = await sandboxOf(seat.seat)
    await learning.give(sandbox, person.id)
    return { ...seat, sandbox }
  }

  /** Takes a seat; undefined: they have one. */
  const take = (person: Person, workshopId: string, wanted: string) =>
    prisma.$transaction(async transaction => {
      // One after the other: no seat twice, no name twice, on whichever server they join.
      await transaction.$queryRaw`SELECT id FROM workshop WHERE id = ${workshopId} FOR UPDATE`
      const seats = await transaction.seat.findMany({
        where: { workshopId },
        orderBy: { number: 'asc' },
        select: { id: true, number: true, name: true, joinedAt: true, personId: true },
      })
      if (seats.some(({ personId }) => personId === person.id)) return undefined
      const free = seats.find(({ joinedAt }) => joinedAt === null)
      if (!free) throw new Refusal('workshop-full', 'Every seat is taken. Ask your instructor for one more.')
      const name = distinctName(
        wanted,
        seats.flatMap(seat => seat.name ?? []),
      )
      await transaction.seat.update({
        where: { id: free.id },
        data: { personId: person.id, name, joinedAt: new Date() },
      })
      return { id: free.id, number: free.number, name }
    })

  return {
    own,
    seated,
    sandboxOf,
    async invitation(code) {
      const { id, title, signIn } = await workshopOf(code)
      const free = await prisma.seat.count({ where: { workshopId: id, joinedAt: null } })
      return { title, signIn, full: free === 0 }
    },
    async join(person, { code, name }) {
      const { id, course, signIn } = await workshopOf(code)
      if (signIn && person.guest)
        throw new Refusal('account-needed', 'This workshop is for people with an account: sign in first.')
      const taken = await take(person, id, name)
      if (taken) {
        await rooms.seatChanged(id, taken)
        const passed = await prisma.taskProgress.findMany({
          where: { personId: person.id, course, passedAt: { not: null } },
        })
        await rooms.add(id, { type: 'joined', seat: taken.id, passed: passed.map(taskKey) })
      }
      const seat = await own(person, id)
      if (!seat) throw new Refusal('not-found', 'This seat was given up.')
      return seat
    },
    async of({ id: personId }) {
      const sitting = await prisma.seat.findMany({
        where: { personId },
        orderBy: { joinedAt: 'desc' },
        include: { workshop: { select: { title: true } } },
      })
      return sitting.map(({ workshopId, name, workshop }) => ({
        workshop: workshopId,
        title: workshop.title,
        name: name ?? '',
      }))
    },
    async takenSandbox(workshopId, id) {
      const seat = await prisma.seat.findUnique({
        where: { id, workshopId },
        select: { personId: true, sandbox: { select: { id: true } } },
      })
      return seat?.personId ? (seat.sandbox?.id ?? null) : null
    },
    async leave(personId) {
      const left = await prisma.seat.findMany({ where: { personId } })
      await prisma.seat.updateMany({ where: { personId }, data: { personId: null, name: null } })
      for (const { id, number, workshopId } of left)
        await rooms.seatChanged(workshopId, { id, number, name: null })
    },
    async comeBack(code, address) {
      if (!limit.take(address))
        throw new Refusal('too-many-tries', 'Too many tries. Wait a minute, then try again.')
      const seat = await prisma.seat.findUnique({
        where: { codeHash: codeHash(code) },
        select: { person: { select: withSessions } },
      })
      return seat?.person?.guest ? seat.person : null
    },
  }
}

/** Whether the clusters of a workshop have ended. */
export const isOver = ({ endsAt }: { endsAt: string | null }) =>
  endsAt !== null && Date.parse(endsAt) <= Date.now()

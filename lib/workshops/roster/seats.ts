import { isBusy, untilFree } from '@/lib/database/busy'
import type { PrismaClient } from '@/lib/database/database'
import type { Learning } from '@/lib/learning/learning'
import { createRateLimit } from '@/lib/operations/rate-limit'
import { type SignedIn, withSessions } from '@/lib/people/shown-person'
import { Refusal } from '@/lib/refusal'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import { type Invitation, type OwnSeat, type Person, taskKey } from '@/protocol'
import { placeOf } from '../course'
import type { Rooms } from '../room/rooms'
import { createTurns } from '../turns'
import { codeHash, personalCode, plainCode } from './codes'
import { distinctName } from './display-name'

/** Who sits where. Refuses with `Refusal`. */
export interface Seats {
  /** What a join code leads to. Refused with `unknown-code`, `workshop-over`. */
  invitation(code: string): Promise<Invitation>
  /**
   * Takes the first free seat; whoever has one in this workshop keeps it, and its name. Refused with `unknown-code`,
   * `workshop-over`, `account-needed`, `workshop-full`, `busy`.
   */
  join(person: Person, joining: { code: string; name: string }): Promise<OwnSeat>
  /**
   * The same for somebody new: there are as many as there are seats. Refused with `unknown-code`, `workshop-over`,
   * `account-needed`, `workshop-full`, `too-many-tries`, `busy`.
   */
  joinAsGuest(joining: { code: string; name: string }, address: string): Promise<SignedIn>
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
/** Codes that are none, of an address: two classes may come with one that was written down wrongly. */
const guesses = { burst: 1_000, perMinute: 60 }

/** Milliseconds that somebody who joins waits for those before them, and for the database. */
const longestWait = 20_000

const tooManyJoin = () =>
  new Refusal('busy', 'Very many join just now. Try again in a moment: there is room.')

const accountNeeded = () =>
  new Refusal('account-needed', 'This workshop is for people with an account: sign in first.')

/** Milliseconds in which somebody who took a seat may still be being noted. */
const noting = 5_000

type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

type SeatsOptions = {
  prisma: PrismaClient
  sandboxes: Sandboxes
  learning: Pick<Learning, 'give'>
  rooms: Rooms
  secret: string
}

export function createSeats({ prisma, sandboxes, learning, rooms, secret }: SeatsOptions): Seats {
  const limit = createRateLimit(tries)
  const codes = createRateLimit(guesses)
  const turns = createTurns()

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
      include: { workshop: { select: { course: true, provider: true } } },
    })
    return sandboxes.assignSeat({ seatId, place: placeOf(seatId), ...seat.workshop })
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

  /** Takes a seat, unless they have one: `somebody` is found, or made, within the same transaction. */
  const takeNow = <Somebody extends { id: string }>(
    workshopId: string,
    wanted: string,
    somebody: (transaction: Transaction) => Promise<Somebody>,
  ) =>
    prisma.$transaction(async transaction => {
      // One after the other: no seat twice, no name twice, on whichever server they join.
      await transaction.$queryRaw`SELECT id FROM workshop WHERE id = ${workshopId} FOR UPDATE`
      const seats = await transaction.seat.findMany({
        where: { workshopId },
        orderBy: { number: 'asc' },
        select: { id: true, number: true, name: true, joinedAt: true, personId: true },
      })
      const person = await somebody(transaction)
      const own = seats.find(({ personId }) => personId === person.id)
      if (own) return { person, seat: own, isNew: false }
      const free = seats.find(({ joinedAt }) => joinedAt === null)
      // Who was made for it is not made then.
      if (!free) throw new Refusal('workshop-full', 'Every seat is taken. Ask your instructor for one more.')
      const name = distinctName(
        wanted,
        seats.flatMap(seat => seat.name ?? []),
      )
      const taken = { personId: person.id, name, joinedAt: new Date() }
      await transaction.seat.update({ where: { id: free.id }, data: taken })
      return { person, seat: { ...free, ...taken }, isNew: true }
    })

  /** The same, when it is their turn: transactions that wait for each other would run out of the time they have. */
  const take: typeof takeNow = (workshopId, ...joining) => {
    const asked = Date.now()
    const left = () => longestWait - (Date.now() - asked)
    return turns(workshopId, async () => {
      if (left() < 0) throw tooManyJoin()
      return untilFree(() => takeNow(workshopId, ...joining), left())
    }).catch(error => {
      throw isBusy(error) ? tooManyJoin() : error
    })
  }

  /** Writes down that somebody took a seat; also when that was cut off after they took it. */
  const noteJoined = async (
    { id: workshop, course }: { id: string; course: string },
    { seat, isNew }: Awaited<ReturnType<typeof take>>,
  ) => {
    const { id, number, name, personId, joinedAt } = seat
    if (isNew) await rooms.seatChanged(workshop, { id, number, name })
    else {
      const isNoted = (await rooms.of(workshop)).state.seats[id]?.joinedAt != null
      if (isNoted || (joinedAt?.getTime() ?? 0) > Date.now() - noting) return
    }
    const passed = await prisma.taskProgress.findMany({
      where: { personId: personId ?? '', course, passedAt: { not: null } },
    })
    await rooms.add(workshop, { type: 'joined', seat: id, passed: passed.map(taskKey) })
  }

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
      const workshop = await workshopOf(code)
      if (workshop.signIn && person.guest) throw accountNeeded()
      await noteJoined(workshop, await take(workshop.id, name, async () => person))
      const seat = await own(person, workshop.id)
      if (!seat) throw new Refusal('not-found', 'This seat was given up.')
      return seat
    },
    async joinAsGuest({ code, name }, address) {
      const workshop = await workshopOf(code).catch(error => {
        if (!codes.take(address))
          throw new Refusal('too-many-tries', 'Too many tries. Wait a minute, then try again.')
        throw error
      })
      if (workshop.signIn) throw accountNeeded()
      const taken = await take(workshop.id, name, transaction =>
        transaction.person.create({ data: { guest: true }, select: withSessions }),
      )
      // Who has a seat is let in: their page asks for it next, and then it is written down if it is not yet.
      await noteJoined(workshop, taken).catch(error => {
        if (!isBusy(error)) throw error
      })
      return taken.person
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

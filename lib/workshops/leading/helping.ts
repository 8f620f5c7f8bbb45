import type { PrismaClient } from '@/lib/database/database'
import type { Learning } from '@/lib/learning/learning'
import { noteAct } from '@/lib/people/audit'
import { Refusal } from '@/lib/refusal'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { Person, SeatCheck, SeatView } from '@/protocol'
import type { Rooms } from '../room/rooms'
import type { Seats } from '../roster/seats'

type Opened = { lesson: string; task: string }

/** How an instructor is called where they help. */
export const nameOf = ({ name, login }: Pick<Person, 'name' | 'login'>) => name ?? login ?? ''

/** Brings participants where they should be, and asks to type for them. Refuses with `Refusal`. */
export interface Helping {
  /** The participant to a lesson, whatever they changed. Refused with `unknown-lesson`. */
  jump(person: Person, workshop: string, lesson: string): Promise<Opened>
  /** The same by an instructor. Refused with `not-found`, `unknown-lesson`, `elsewhere`. */
  jumpSeat(actor: Person, workshop: string, seat: string, lesson: string): Promise<Opened>
  /** An instructor asks to type in the terminals of a seat. Refused with `not-found`, `elsewhere`. */
  askToAssist(actor: Person, workshop: string, seat: string): Promise<void>
  /** It is over, or not wanted any more. */
  endAssist(workshop: string, seat: string): Promise<void>
  /** The participant lets them, until it is over. It is in the audit log. Refused with `not-found` when nobody asks. */
  letAssist(person: Person, workshop: string): Promise<void>
  /**
   * Grades what is open as it stands now. It is no attempt of the participant, and in the audit log. Refused with
   * `not-found`, `elsewhere`, `lesson-not-open`, `check-running`, `check-timeout`.
   */
  checkSeat(actor: Person, workshop: string, seat: string): Promise<SeatCheck>
  /** The start of the open lesson again. Refused with `not-found`, `elsewhere`, `lesson-not-open`. */
  resetSeat(actor: Person, workshop: string, seat: string): Promise<Opened>
  /** What a participant has now. Refused with `not-found`, `elsewhere`. */
  look(workshop: string, seat: string): Promise<SeatView>
}

type HelpingOptions = {
  prisma: PrismaClient
  learning: Pick<Learning, 'inspect' | 'openLesson' | 'reset'>
  sandboxes: Pick<Sandboxes, 'openAny'>
  seats: Pick<Seats, 'own' | 'takenSandbox'>
  rooms: Rooms
}

export function createHelping({ prisma, learning, sandboxes, seats, rooms }: HelpingOptions): Helping {
  /** The participant of a seat, as themselves. */
  const sitting = async (workshopId: string, seat: string) => {
    const found = await prisma.seat.findUnique({
      where: { id: seat, workshopId },
      include: { person: { select: { id: true, name: true, guest: true, role: true, login: true } } },
    })
    if (!found?.person) throw new Refusal('not-found', 'Nobody sits there.')
    return found.person
  }
  /** The same, whose cluster and shells are on this server, or on none yet. */
  const sittingHere = async (workshop: string, seat: string) => {
    const person = await sitting(workshop, seat)
    if ((await rooms.of(workshop)).isElsewhere({ seat })) throw elsewhere()
    return person
  }
  const placeOf = async (workshop: string, seat: string) => {
    const person = await sittingHere(workshop, seat)
    const own = await seats.own(person, workshop)
    if (!own) throw new Refusal('not-found', 'There is no such seat.')
    return { person, own }
  }
  const jump = async (person: Person, workshop: string, lesson: string, by: 'participant' | 'instructor') => {
    const seat = await seats.own(person, workshop)
    if (!seat) throw new Refusal('not-found', 'There is no such seat.')
    if (!seat.lessons.includes(lesson))
      throw new Refusal('unknown-lesson', 'This workshop has no such lesson.')
    // Written down first: what the opening itself tells comes after it.
    await rooms.add(workshop, { type: 'jumped', seat: seat.seat, lesson, by })
    return learning.openLesson(person, seat.sandbox, { lesson, replace: true, closed: by === 'instructor' })
  }
  return {
    jump: (person, workshop, lesson) => jump(person, workshop, lesson, 'participant'),
    async jumpSeat(actor, workshop, seat, lesson) {
      const person = await sittingHere(workshop, seat)
      const opened = await jump(person, workshop, lesson, 'instructor')
      const details = { workshop, lesson }
      await noteAct(prisma, { actor: actor.id, action: 'participant.jumped', subject: person.id, details })
      return opened
    },
    async askToAssist(actor, workshop, seat) {
      await sittingHere(workshop, seat)
      ;(await rooms.of(workshop)).assist(seat, { by: nameOf(actor), granted: false })
    },
    async endAssist(workshop, seat) {
      ;(await rooms.of(workshop)).assist(seat, null)
    },
    async letAssist(person, workshop) {
      const seat = await seats.own(person, workshop)
      const room = await rooms.of(workshop)
      const asked = seat && room.assistOf(seat.seat)
      if (!asked) throw new Refusal('not-found', 'Nobody asks to help you any more.')
      const details = { workshop, by: asked.by }
      await noteAct(prisma, { actor: person.id, action: 'participant.assisted', subject: person.id, details })
      room.assist(seat.seat, { ...asked, granted: true })
      await room.add({ type: 'helped', seat: seat.seat, how: 'assisted' })
    },
    async checkSeat(actor, workshop, seat) {
      const { person, own } = await placeOf(workshop, seat)
      const checked = await learning.inspect(person, own.sandbox)
      const { lesson, task, result } = checked
      const details = { workshop, lesson, task, outcome: result.outcome }
      await noteAct(prisma, { actor: actor.id, action: 'participant.checked', subject: person.id, details })
      await rooms.add(workshop, { type: 'helped', seat, how: 'checked' })
      return checked
    },
    async resetSeat(actor, workshop, seat) {
      const { person, own } = await placeOf(workshop, seat)
      const opened = await learning.reset(person, own.sandbox)
      const details = { workshop, lesson: opened.lesson }
      await noteAct(prisma, { actor: actor.id, action: 'participant.reset', subject: person.id, details })
      await rooms.add(workshop, { type: 'helped', seat, how: 'reset' })
      return opened
    },
    async look(workshop, seat) {
      await sittingHere(workshop, seat)
      const sandbox = await seats.takenSandbox(workshop, seat)
      const open = sandbox && (await sandboxes.openAny(sandbox))
      if (!open) throw new Refusal('not-found', 'This participant has no cluster yet.')
      await open.catchUp()
      const { objects, state, passed } = open.feed
      return { lesson: state.lesson, task: state.task, passed: [...passed], objects }
    },
  }
}

/** Where several servers share a database, clusters and shells are on the one where their participant's page is. */
export const elsewhere = () =>
  new Refusal(
    'elsewhere',
    'They work on another server of this installation: terminal and cluster are there. Write to them; and have the proxy send one workshop to one server.',
  )

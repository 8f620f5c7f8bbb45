import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '@/lib/database/database'
import type { Notices } from '@/lib/database/notices'
import type { Outgoing } from '@/lib/integrations/webhook-events'
import type { Log } from '@/lib/operations/log'
import type { WorkshopSeat } from '@/protocol'
import { createEventLog, type NewEvent, readEvents } from './event-log'
import { sayAgain } from './presence'
import { createRoom, type Room } from './room'

/** The rooms of the workshops that are used. A room is read from its log when it is asked for first. */
export interface Rooms {
  of(workshop: string): Promise<Room>
  /** Writes an event of a workshop down and tells who watches. */
  add(workshop: string, event: NewEvent): Promise<void>
  /** Somebody took a seat, it was emptied, or there is one more: tells who watches, on other servers, too. */
  seatChanged(workshop: string, seat: WorkshopSeat): Promise<void>
  forget(workshop: string): void
}

/** Milliseconds within which those who come and go are told to other servers together. */
const together = 200

type RoomsOptions = { prisma: PrismaClient; notices: Notices; outgoing: Outgoing; log: Log }

export function createRooms({ prisma, notices, outgoing, log }: RoomsOptions): Rooms {
  const self = randomUUID()
  const seatsOf = (workshopId: string) =>
    prisma.seat.findMany({
      where: { workshopId },
      orderBy: { number: 'asc' },
      select: { id: true, number: true, name: true },
    })
  const open = async (workshopId: string): Promise<Room> => {
    const [seats, { events, last }] = await Promise.all([
      seatsOf(workshopId),
      readEvents(prisma, workshopId, log),
    ])
    void tell('who', workshopId).catch(failed(workshopId, 'who'))
    return createRoom({
      seats,
      events,
      onPresence: () => sayHere(workshopId),
      openLog: (told, state) =>
        createEventLog({
          ...{ prisma, workshopId, last, told, log },
          outgoing: events => outgoing.of(workshopId, state(), events),
          wake: outgoing.wake,
          notice: () => notices.tell(`events ${workshopId}`),
        }),
    })
  }
  const tell = (...words: string[]) => Promise.all(notices.tell(words.join(' ')))
  const failed = (workshop: string, what: string) => (error: unknown) =>
    log.error('workshop.notice-failed', { workshop, what, error })
  const rooms = new Map<string, Promise<Room>>()
  const of = (workshop: string) => {
    const known = rooms.get(workshop)
    if (known) return known
    const room = open(workshop)
    rooms.set(workshop, room)
    room.catch(() => rooms.delete(workshop))
    return room
  }

  const rereadSeats = async (workshop: string, room: Room) => {
    const known = new Map(room.seats.map(seat => [seat.id, seat.name]))
    for (const seat of await seatsOf(workshop))
      if (!known.has(seat.id) || known.get(seat.id) !== seat.name) room.seatChanged(seat)
  }
  /** Rooms of which it will be said in a moment who is here. */
  const toSay = new Set<string>()
  const sayHere = (workshop: string) => {
    if (toSay.has(workshop)) return
    toSay.add(workshop)
    setTimeout(() => {
      toSay.delete(workshop)
      void sayNow(workshop).catch(failed(workshop, 'here'))
    }, together).unref()
  }
  const sayNow = async (workshop: string) => {
    const room = await rooms.get(workshop)
    if (room) await tell('here', workshop, self, room.here.join(','))
  }
  setInterval(async () => {
    for (const [workshop, opening] of rooms) {
      const room = await opening.catch(() => undefined)
      room?.expire()
      if (room && room.here.length > 0) sayHere(workshop)
    }
  }, sayAgain).unref()

  /** What other servers tell; rooms that nobody asked for here are read when they are. */
  const heard: Readonly<
    Record<string, (workshop: string, room: Room, ...more: string[]) => Promise<void> | void>
  > = {
    here: (_, room, server = '', who = '') => room.heard(server, who === '' ? [] : who.split(',')),
    who: workshop => sayHere(workshop),
    events: (_, room) => room.catchUp(),
    seats: rereadSeats,
    forget: workshop => void rooms.delete(workshop),
  }
  const hear = async (what: string, workshop: string, ...more: string[]) => {
    try {
      const room = await rooms.get(workshop)
      if (room) await heard[what]?.(workshop, room, ...more)
    } catch (error) {
      failed(workshop, what)(error)
    }
  }
  notices.listen(notice => {
    const [what = '', workshop = '', ...more] = notice.split(' ')
    void hear(what, workshop, ...more)
  })
  notices.onGap(() => {
    for (const workshop of rooms.keys()) {
      for (const what of ['seats', 'events', 'who']) void hear(what, workshop)
      void tell('who', workshop).catch(failed(workshop, 'who'))
    }
  })

  return {
    of,
    async add(workshop, event) {
      await (await of(workshop)).add(event)
    },
    async seatChanged(workshop, seat) {
      ;(await of(workshop)).seatChanged(seat)
      await tell('seats', workshop)
    },
    forget(workshop) {
      rooms.delete(workshop)
      void tell('forget', workshop).catch(failed(workshop, 'forget'))
    },
  }
}

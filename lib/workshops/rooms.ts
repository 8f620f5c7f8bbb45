import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import { createEventLog, type NewEvent, readEvents } from './event-log'
import { createRoom, type Room } from './room'

/** The rooms of the workshops that are used. A room is read from its log when it is asked for first. */
export interface Rooms {
  of(workshop: string): Promise<Room>
  /** Writes an event of a workshop down and tells who watches. */
  add(workshop: string, event: NewEvent): Promise<void>
  forget(workshop: string): void
}

export function createRooms(prisma: PrismaClient, log: Log): Rooms {
  const open = async (workshopId: string): Promise<Room> => {
    const [seats, events] = await Promise.all([
      prisma.seat.findMany({
        where: { workshopId },
        orderBy: { number: 'asc' },
        select: { id: true, number: true, name: true },
      }),
      readEvents(prisma, workshopId, log),
    ])
    return createRoom({
      seats,
      events,
      openLog: (last, told) => createEventLog(prisma, workshopId, last, told),
    })
  }
  const rooms = new Map<string, Promise<Room>>()
  const of = (workshop: string) => {
    const known = rooms.get(workshop)
    if (known) return known
    const room = open(workshop)
    rooms.set(workshop, room)
    room.catch(() => rooms.delete(workshop))
    return room
  }
  return {
    of,
    async add(workshop, event) {
      await (await of(workshop)).add(event)
    },
    forget: workshop => void rooms.delete(workshop),
  }
}

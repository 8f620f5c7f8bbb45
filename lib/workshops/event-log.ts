import type { Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import { type WorkshopEvent, type WorkshopHappening, workshopEvent } from '@/protocol'

/** Events of one workshop that wait to be written. */
export type NewEvent = WorkshopHappening & { seat: string | null }

/** The log of one workshop. */
export interface EventLog {
  /** Writes it down; resolves when that is done. What comes while one is written is written together. */
  add(event: NewEvent): Promise<WorkshopEvent>
}

/** `last` is the number of the newest event; `told` hears each that was written, in order. */
export function createEventLog(
  prisma: PrismaClient,
  workshopId: string,
  last: number,
  told: (event: WorkshopEvent) => void,
): EventLog {
  type Waiting = {
    event: NewEvent
    at: number
    done: (event: WorkshopEvent) => void
    failed: (error: unknown) => void
  }
  let sequence = last
  let waiting: Waiting[] = []
  let writing = false

  const write = async () => {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const events = batch.map(
        ({ event, at }, index): WorkshopEvent => ({ ...event, at, sequence: sequence + 1 + index }),
      )
      try {
        await prisma.workshopEvent.createMany({ data: events.map(event => rowOf(workshopId, event)) })
        sequence += events.length
        events.forEach((event, index) => {
          told(event)
          batch[index]?.done(event)
        })
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    writing = false
  }

  return {
    add(event) {
      return new Promise((done, failed) => {
        waiting.push({ event, at: Date.now(), done, failed })
        if (!writing) void write()
      })
    },
  }
}

/** The events of a workshop, in order. One of a later version, which this one cannot read, is left out. */
export async function readEvents(
  prisma: PrismaClient,
  workshopId: string,
  log: Log,
): Promise<WorkshopEvent[]> {
  const rows = await prisma.workshopEvent.findMany({ where: { workshopId }, orderBy: { sequence: 'asc' } })
  return rows.flatMap(({ sequence, at, type, seatId, data }) => {
    const parsed = workshopEvent.safeParse({
      ...(data as object),
      type,
      sequence,
      at: at.getTime(),
      seat: seatId,
    })
    if (!parsed.success) log.warn('workshop.event-unreadable', { workshop: workshopId, sequence, type })
    return parsed.success ? [parsed.data] : []
  })
}

function rowOf(workshopId: string, { sequence, at, type, seat, ...data }: WorkshopEvent) {
  return { workshopId, sequence, at: new Date(at), type, seatId: seat, data: data as Prisma.InputJsonObject }
}

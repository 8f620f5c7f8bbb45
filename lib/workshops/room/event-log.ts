import { untilFree } from '@/lib/database/busy'
import type { Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { NewDelivery } from '@/lib/integrations/outbox'
import type { Log } from '@/lib/operations/log'
import { type WorkshopEvent, type WorkshopHappening, workshopEvent } from '@/protocol'

/** Events of one workshop that wait to be written. */
export type NewEvent = WorkshopHappening & { seat: string | null }

/** The log of one workshop. Servers that share a database write into the same. */
export interface EventLog {
  /** Writes it down; resolves when that is done. What comes while one is written is written together. */
  add(event: NewEvent): Promise<WorkshopEvent>
  /** Tells what other servers have written. */
  catchUp(): Promise<void>
}

type EventLogOptions = {
  prisma: PrismaClient
  workshopId: string
  /** The number of the newest event that is known. */
  last: number
  /** Hears each that was written after that, in order. */
  told: (event: WorkshopEvent) => void
  /** What other systems get of these; written with them. */
  outgoing: (events: readonly WorkshopEvent[]) => Promise<NewDelivery[]>
  /** They are there to be sent. */
  wake: () => void
  /** What tells other servers, within the transaction that writes. */
  notice: () => Prisma.PrismaPromise<unknown>[]
  log: Log
}

/** Milliseconds for which a busy database is waited for. */
const longestWait = 20_000

export function createEventLog(options: EventLogOptions): EventLog {
  const { prisma, workshopId, told, outgoing, wake, notice, log } = options
  type Waiting = {
    event: NewEvent
    at: number
    done: (event: WorkshopEvent) => void
    failed: (error: unknown) => void
  }
  let sequence = options.last
  let waiting: Waiting[] = []
  let queue: Promise<unknown> = Promise.resolve()

  /** One after the other. */
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => {})
    return result
  }
  const readNew = async () => {
    const { events, last } = await readEvents(prisma, workshopId, log, sequence)
    sequence = last
    for (const event of events) told(event)
  }
  const write = async (batch: readonly Waiting[]): Promise<WorkshopEvent[]> => {
    for (;;) {
      const events = batch.map(
        ({ event, at }, index): WorkshopEvent => ({ ...event, at, sequence: sequence + 1 + index }),
      )
      const deliveries = await outgoing(events)
      const data = events.map(event => rowOf(workshopId, event))
      try {
        const writing = () =>
          prisma.$transaction([
            prisma.workshopEvent.createMany({ data }),
            ...(deliveries.length > 0 ? [prisma.delivery.createMany({ data: deliveries })] : []),
            ...notice(),
          ])
        await untilFree(writing, longestWait)
      } catch (error) {
        const before = sequence
        if ((error as { code?: string }).code === 'P2002') await readNew()
        // Another server was first: these come after what it wrote.
        if (sequence > before) continue
        throw error
      }
      sequence += events.length
      if (deliveries.length > 0) wake()
      return events
    }
  }
  const writeWaiting = async () => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      const events = await write(batch)
      events.forEach((event, index) => {
        told(event)
        batch[index]?.done(event)
      })
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }

  return {
    add(event) {
      return new Promise((done, failed) => {
        waiting.push({ event, at: Date.now(), done, failed })
        void queued(writeWaiting)
      })
    },
    catchUp: () => queued(readNew),
  }
}

/**
 * The events of a workshop after a number, in order, and the number of the last. One of a later version, which this one
 * cannot read, is left out.
 */
export async function readEvents(prisma: PrismaClient, workshopId: string, log: Log, after = 0) {
  const rows = await prisma.workshopEvent.findMany({
    where: { workshopId, sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
  })
  const events = rows.flatMap(({ sequence, at, type, seatId, data }) => {
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
  return { events, last: rows.at(-1)?.sequence ?? after }
}

function rowOf(workshopId: string, { sequence, at, type, seat, ...data }: WorkshopEvent) {
  return { workshopId, sequence, at: new Date(at), type, seatId: seat, data: data as Prisma.InputJsonObject }
}

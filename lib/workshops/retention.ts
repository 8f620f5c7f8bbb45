import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import type { Rooms } from './room/rooms'

/** What goes when a workshop is over: its clusters at its end, personal data some days later. */
export interface Retention {
  /** Does what is due. Never rejects. */
  sweep(now: Date): Promise<void>
}

const day = 24 * 60 * 60_000

type RetentionOptions = {
  prisma: PrismaClient
  rooms: Rooms
  /** Ends a sandbox for good. */
  endSandbox: (id: string) => Promise<void>
  log: Log
}

export function createRetention({ prisma, rooms, endSandbox, log }: RetentionOptions): Retention {
  const endClusters = async (now: Date) => {
    const over = await prisma.sandbox.findMany({
      where: { seat: { workshop: { endsAt: { lt: now } } } },
      select: { id: true },
    })
    for (const { id } of over) await endSandbox(id)
  }

  /** When the last thing happened in a workshop that has no set end. */
  const lastAt = async (workshopId: string, createdAt: Date) => {
    const last = await prisma.workshopEvent.findFirst({
      where: { workshopId },
      orderBy: { sequence: 'desc' },
    })
    return last?.at ?? createdAt
  }

  /** Empties seats, what was written, and deletes the guests who were here for it alone. What was done stays, of nobody. */
  const forget = async (workshopId: string) => {
    const of = { workshopId }
    await prisma.$transaction([
      prisma.person.deleteMany({
        where: {
          guest: true,
          seats: { some: of, every: of },
          sandboxes: { every: { seat: of } },
          certificates: { none: {} },
        },
      }),
      prisma.seat.updateMany({ where: of, data: { name: null, personId: null } }),
      prisma.delivery.deleteMany({ where: { webhook: of } }),
      prisma.workshopEvent.updateMany({
        where: { ...of, type: 'message' },
        data: { data: { text: '', lesson: null, command: null } },
      }),
      prisma.workshopEvent.updateMany({
        where: { ...of, type: 'hand', data: { path: ['raised'], equals: true } },
        data: { data: { raised: true, question: '' } },
      }),
      prisma.workshopEvent.updateMany({ where: { ...of, type: 'shared' }, data: { data: { by: null } } }),
    ])
    rooms.forget(workshopId)
    log.info('workshop.forgotten', { workshop: workshopId })
  }

  const forgetOld = async (now: Date) => {
    const withNames = await prisma.workshop.findMany({
      where: { seats: { some: { OR: [{ name: { not: null } }, { personId: { not: null } }] } } },
      select: { id: true, endsAt: true, keepDays: true, createdAt: true },
    })
    for (const { id, endsAt, keepDays, createdAt } of withNames) {
      const from = endsAt ?? (await lastAt(id, createdAt))
      if (from.getTime() + keepDays * day < now.getTime()) await forget(id)
    }
  }

  return {
    async sweep(now) {
      try {
        await endClusters(now)
        await forgetOld(now)
      } catch (error) {
        log.error('workshop.retention-failed', { error })
      }
    },
  }
}

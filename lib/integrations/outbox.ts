import type { Delivery, Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'

/** What kinds of things are sent; each knows how. */
export type DeliveryKind = 'webhook' | 'xapi' | 'grade'

export type NewDelivery = Prisma.DeliveryCreateManyInput & { kind: DeliveryKind }

/** Sends one; answers what it brought, or rejects with why it was not taken. */
export type Deliver = (delivery: Delivery) => Promise<string>

/**
 * What other systems are to get. It is in the database before anything is sent, and stays until it was taken: each is
 * sent at least once, also over `kill -9`, by whichever server comes first.
 */
export interface Outbox {
  /** One whose id is known already is left as it is. */
  add(deliveries: readonly NewDelivery[]): Promise<void>
  /** Looks now what is due. */
  wake(): void
  /** Forgets what was taken, or given up, long ago. */
  sweep(now: Date): Promise<void>
  /** Resolves when what is being sent was. */
  close(): Promise<void>
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long after each try the next one is; after the last it is given up. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day]

/** How long whoever took one has it for themselves: longer than any try lasts. */
const longestTry = minute
/** Sent at the same time. */
const atOnce = 20
const lookEvery = 5 * second
/** How long what is over can still be looked at. */
const kept = 14 * day

type OutboxOptions = {
  prisma: PrismaClient
  /** By kind; what this server does not send waits for one that does. */
  deliver: Readonly<Partial<Record<string, Deliver>>>
  /** Milliseconds after which one that was taken, and of which nothing was heard, is sent again. */
  lease?: number | undefined
  log: Log
}

export function createOutbox({ prisma, deliver, lease = longestTry, log }: OutboxOptions): Outbox {
  const sending = new Set<Promise<void>>()
  let looking = false
  let again = false
  let closed = false

  /** Those that nobody tried yet come first: a receiver that is down does not hold up the others. */
  const claim = (most: number) => prisma.$queryRaw<{ id: string }[]>`
    UPDATE delivery SET attempts = attempts + 1, due_at = ${new Date(Date.now() + lease)}
    WHERE id IN (
      SELECT id FROM delivery WHERE due_at <= ${new Date()}
      ORDER BY attempts, due_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    RETURNING id`

  const send = async (delivery: Delivery) => {
    const { id, kind, attempts } = delivery
    try {
      const how = deliver[kind]
      if (!how) throw new Error(`this server does not send ${kind}`)
      const outcome = await how(delivery)
      const taken = { outcome, deliveredAt: new Date(), dueAt: null }
      await prisma.delivery.updateMany({ where: { id }, data: taken })
    } catch (error) {
      const wait = waits[attempts - 1]
      const outcome = (error as Error).message.slice(0, 300)
      const dueAt = wait === undefined ? null : new Date(Date.now() + wait * (0.9 + Math.random() / 5))
      await prisma.delivery.updateMany({ where: { id }, data: { outcome, dueAt } })
      if (dueAt === null) log.warn('delivery.given-up', { delivery: id, kind, outcome })
    }
  }

  const look = async () => {
    looking = true
    try {
      do {
        again = false
        const claimed = sending.size < atOnce ? await claim(atOnce - sending.size) : []
        const rows = await prisma.delivery.findMany({ where: { id: { in: claimed.map(({ id }) => id) } } })
        for (const row of rows) {
          const sent = send(row)
            .catch(error => log.error('delivery.failed', { delivery: row.id, error }))
            .finally(() => {
              sending.delete(sent)
              wake()
            })
          sending.add(sent)
        }
      } while (again && !closed)
    } catch (error) {
      log.error('delivery.failed', { error })
    }
    looking = false
  }
  let last: Promise<void> = Promise.resolve()
  const wake = () => {
    again = true
    if (!looking && !closed) last = look()
  }
  const timer = setInterval(wake, lookEvery)
  timer.unref()

  return {
    wake,
    async add(deliveries) {
      if (deliveries.length === 0) return
      await prisma.delivery.createMany({ data: [...deliveries], skipDuplicates: true })
      wake()
    },
    async sweep(now) {
      const over = { dueAt: null, createdAt: { lt: new Date(now.getTime() - kept) } }
      await prisma.delivery.deleteMany({ where: over })
    },
    async close() {
      closed = true
      clearInterval(timer)
      await last
      await Promise.all(sending)
    },
  }
}

import pg from 'pg'
import type { Log } from '@/lib/operations/log'
import type { Prisma, PrismaClient } from './client/client'

/** What servers that share a database tell each other. Each hears what the others tell, and nothing of itself. */
export interface Notices {
  /** Tells it when the transaction that this is part of is done; nothing where there is one server. */
  tell(notice: string): Prisma.PrismaPromise<unknown>[]
  listen(listener: (notice: string) => void): void
  /** Called when something may have been missed. */
  onGap(listener: () => void): void
  close(): Promise<void>
}

const channel = 'netpol_lab'

/** The built-in database has one server. */
export const noNotices: Notices = {
  tell: () => [],
  listen: () => {},
  onGap: () => {},
  close: async () => {},
}

/** Milliseconds after which a connection that was lost is made again. */
const again = 1_000

/** By PostgreSQL's LISTEN and NOTIFY, over a connection of its own. */
export async function openNotices(
  url: string,
  prisma: PrismaClient,
  self: string,
  log: Log,
): Promise<Notices> {
  const listeners = new Set<(notice: string) => void>()
  const onGap = new Set<() => void>()
  let client: pg.Client
  let closed = false

  const connect = async () => {
    client = new pg.Client({ connectionString: url, keepAlive: true })
    client.on('notification', ({ payload = '' }) => {
      const [from, notice] = [payload.slice(0, self.length), payload.slice(self.length)]
      if (from !== self) for (const listener of listeners) listener(notice)
    })
    client.once('error', error => {
      log.warn('notices.lost', { error })
      void client.end().catch(() => {})
      retry()
    })
    await client.connect()
    await client.query(`LISTEN ${channel}`)
  }
  const retry = () => {
    if (closed) return
    setTimeout(
      () =>
        connect().then(
          () => {
            for (const listener of onGap) listener()
          },
          () => retry(),
        ),
      again,
    ).unref()
  }
  await connect()
  return {
    tell: notice => [prisma.$queryRaw`SELECT pg_notify(${channel}, ${self + notice})::text`],
    listen: listener => void listeners.add(listener),
    onGap: listener => void onGap.add(listener),
    async close() {
      closed = true
      await client.end()
    },
  }
}

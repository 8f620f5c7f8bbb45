import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { createLog, type Log } from '@/lib/operations/log'
import { PrismaClient } from './client/client'
import { startEmbedded } from './embedded'
import { migrate, readMigrations } from './migrate'
import { type Notices, noNotices, openNotices } from './notices'

export type { PrismaClient } from './client/client'

/** The database, migrated. */
export interface Database {
  readonly prisma: PrismaClient
  readonly notices: Notices
  /** Whether it answers. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** A PostgreSQL; without it the built-in one in `directory`. */
  url?: string
  directory: string
  migrations: string
  log?: Log
}

/** Milliseconds that a transaction may wait for a connection, and take: the built-in database has only one. */
const longestWait = 15_000

/** Starts (or connects to) the database and applies the migrations that are missing. */
export async function openDatabase({
  url,
  directory,
  migrations,
  log = createLog(),
}: DatabaseOptions): Promise<Database> {
  const [embedded, wanted] = await Promise.all([
    url ? undefined : startEmbedded(join(directory, 'database')),
    readMigrations(migrations),
  ])
  const settings: pg.PoolConfig = embedded?.pool ?? { connectionString: url, max: 10 }
  try {
    const client = new pg.Client(settings)
    await client.connect()
    await migrate(client, wanted).finally(() => client.end())
  } catch (error) {
    await embedded?.close()
    throw error
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg(settings),
    transactionOptions: { maxWait: longestWait, timeout: longestWait },
  })
  const notices = url ? await openNotices(url, prisma, randomUUID(), log) : noNotices
  return {
    prisma,
    notices,
    answers: () =>
      prisma.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
    async close() {
      await notices.close()
      await prisma.$disconnect()
      await embedded?.close()
    },
  }
}

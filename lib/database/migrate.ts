import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'

/** What Prisma's own engine locks while it migrates, so that it and we wait for each other. */
const migrationLock = 72_707_369

/** As Prisma's schema engine makes it. */
const journal = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

export type Migration = { name: string; sql: string; checksum: string }

/** A migration cannot be applied, or does not agree with what was applied before. */
export class MigrationError extends Error {
  constructor(migration: string, problem: string, options?: ErrorOptions) {
    super(`migration ${migration}: ${problem}`, options)
    this.name = 'MigrationError'
  }
}

/** Migrations in Prisma's layout (`<timestamp>_<name>/migration.sql`), in order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(
    names.sort().map(async name => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Applies what is missing, each in one transaction, and keeps `_prisma_migrations` as Prisma does, so that
 * `prisma migrate deploy` agrees (Prisma's own engine is a download that some machines cannot have). Answers the
 * names applied. Throws `MigrationError`; what was applied before it stays.
 */
export async function migrate(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`SELECT pg_advisory_lock(${migrationLock})`)
  try {
    await client.query(journal)
    const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
         FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    const applied: string[] = []
    for (const migration of migrations) {
      const row = rows.find(row => row.migration_name === migration.name)
      if (row?.finished === false)
        throw new MigrationError(
          migration.name,
          'failed before and was not resolved (prisma migrate resolve)',
        )
      if (row && row.checksum !== migration.checksum)
        throw new MigrationError(migration.name, 'was changed after it was applied')
      if (row) continue
      await apply(client, migration)
      applied.push(migration.name)
    }
    return applied
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${migrationLock})`)
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new MigrationError(name, (error as Error).message, { cause: error })
  }
}

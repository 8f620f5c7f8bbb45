import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './database'
import { type EmbeddedDatabase, startEmbedded } from './embedded'
import { migrate, readMigrations } from './migrate'
import { schemaDiff } from './schema-diff'

const prismaDirectory = join(import.meta.dirname, '../../prisma')
const migrations = join(prismaDirectory, 'migrations')
const temporary: string[] = []
const directory = () => {
  const made = mkdtempSync(join(tmpdir(), 'netpol-lab-db-'))
  temporary.push(made)
  return made
}
afterAll(() => {
  for (const made of temporary) rmSync(made, { recursive: true, force: true })
})

describe('migrations', () => {
  let embedded: EmbeddedDatabase
  let client: pg.Client
  beforeAll(async () => {
    embedded = await startEmbedded(directory())
    client = new pg.Client(embedded.pool)
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await embedded.close()
  })

  it('give the schema that schema.prisma describes', async () => {
    expect(await schemaDiff(prismaDirectory, embedded.pool)).toBe('')
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  })

  it('are applied once, and recorded as Prisma does', async () => {
    const wanted = await readMigrations(migrations)
    expect(await migrate(client, wanted)).toEqual(wanted.map(({ name }) => name))
    expect(await migrate(client, wanted)).toEqual([])
    const { rows } = await client.query('SELECT * FROM _prisma_migrations')
    expect(rows).toHaveLength(wanted.length)
    expect(rows[0]).toMatchObject({
      migration_name: wanted[0]?.name,
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
    })
    expect(rows[0].finished_at).toBeInstanceOf(Date)
  })

  it('leave nothing behind when one is broken', async () => {
    const broken = { name: '20990101000000_broken', sql: 'CREATE TABLE a (b INT); nonsense', checksum: 'x' }
    await expect(migrate(client, [broken])).rejects.toThrow('migration 20990101000000_broken: syntax error')
    const { rows } = await client.query(`SELECT to_regclass('a') AS a`)
    expect(rows).toEqual([{ a: null }])
    expect(
      await migrate(client, [{ ...broken, sql: 'CREATE TABLE a (b INT); INSERT INTO a VALUES (1)' }]),
    ).toEqual([broken.name])
  })

  it('are refused when one was changed after it was applied', async () => {
    const [first] = await readMigrations(migrations)
    await expect(migrate(client, [{ ...first!, checksum: 'other' }])).rejects.toThrow(
      'was changed after it was applied',
    )
  })

  it('apply to a real PostgreSQL too', async context => {
    const url = process.env.TEST_DATABASE_URL
    if (!url) return context.skip('TEST_DATABASE_URL names no database')
    const database = await openDatabase({ url, directory: directory(), migrations })
    const person = await database.prisma.person.create({ data: {} })
    expect(await database.prisma.person.findUnique({ where: { id: person.id } })).toEqual(person)
    await database.close()
  })
})

describe('the built-in database', () => {
  it('keeps every acknowledged row over kill -9', async () => {
    const kept = directory()
    const acknowledged = await insertUntilKilled(kept, 25)
    expect(acknowledged.length).toBeGreaterThanOrEqual(25)
    const database = await openDatabase({ directory: kept, migrations })
    const rows = await database.prisma.person.findMany({ select: { id: true } })
    expect(rows.map(row => row.id)).toEqual(expect.arrayContaining(acknowledged))
    await database.close()
  })

  it('gives everybody the answer to their own question while a transaction runs', async () => {
    const embedded = await startEmbedded(directory())
    const pool = new pg.Pool(embedded.pool)
    const transact = async () => {
      const client = await pool.connect()
      for (const statement of ['BEGIN', 'SELECT 1', 'COMMIT']) await client.query(statement)
      client.release()
    }
    const ask = (at: number) => pool.query(`SELECT ${at} AS at, $1::text AS text`, [`question ${at}`])
    for (let round = 0; round < 20; round++) {
      const [, ...answers] = await Promise.all([transact(), ...[1, 2, 3].map(ask)])
      expect(answers.map(({ rows }) => rows)).toEqual([1, 2, 3].map(at => [{ at, text: `question ${at}` }]))
    }
    await pool.end()
    await embedded.close()
  })

  it('works in a directory whose path is too long for a socket', async () => {
    const database = await openDatabase({ directory: join(directory(), 'd'.repeat(120)), migrations })
    expect(await database.answers()).toBe(true)
    const transactions = Array.from({ length: 10 }, (_, index) =>
      database.prisma.$transaction(async transaction => {
        const person = await transaction.person.create({ data: { name: `person ${index}` } })
        return transaction.person.update({ where: { id: person.id }, data: { guest: false } })
      }),
    )
    expect(await Promise.all(transactions)).toHaveLength(10)
    expect(await database.prisma.person.count({ where: { guest: false } })).toBe(10)
    await database.close()
  })
})

/** A child inserts people and prints each id once the database has taken it; killed after `count` of them. */
async function insertUntilKilled(kept: string, count: number): Promise<string[]> {
  const source = `(async () => {
    const { openDatabase } = await import('${import.meta.dirname}/database.ts')
    const { prisma } = await openDatabase({ directory: '${kept}', migrations: '${migrations}' })
    for (;;) console.log((await prisma.person.create({ data: {} })).id)
  })()`
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    ids.push(line)
    if (ids.length === count) child.kill('SIGKILL')
  }
  return ids
}

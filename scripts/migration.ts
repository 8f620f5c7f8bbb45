/**
 * Writes a new migration: the difference between prisma/migrations and prisma/schema.prisma.
 * `npx tsx scripts/migration.ts give_it_a_name`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../lib/database/embedded'
import { schemaDiff } from '../lib/database/schema-diff'

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('name the migration: npx tsx scripts/migration.ts add_workshops')
  process.exit(2)
}
const scratch = mkdtempSync(join(tmpdir(), 'netpol-lab-migration-'))
const database = await startEmbedded(scratch)
try {
  const sql = await schemaDiff('prisma', database.pool)
  if (sql === '') console.log('prisma/migrations already gives what prisma/schema.prisma describes')
  else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const directory = join('prisma/migrations', `${stamp}_${name}`)
    mkdirSync(directory)
    writeFileSync(join(directory, 'migration.sql'), sql)
    console.log(`wrote ${directory}/migration.sql`)
  }
} finally {
  await database.close()
  rmSync(scratch, { recursive: true, force: true })
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg, { type PoolConfig } from 'pg'
import { readMigrations } from './migrate'

/**
 * The SQL that takes a database from the migrations to `schema.prisma`; empty when they agree. `pool` is an empty
 * database, in which the migrations are played. For tests and for writing a migration, without Prisma's own engine
 * (a download): the same one in WebAssembly.
 */
export async function schemaDiff(prismaDirectory: string, pool: PoolConfig): Promise<string> {
  await loadEngine()
  const directory = resolve(prismaDirectory)
  const datamodel = await readFile(join(directory, 'schema.prisma'), 'utf8')
  const migrations = await readMigrations(join(directory, 'migrations'))
  const { provider, adapterName } = new PrismaPg(pool)
  const bound = bindMigrationAwareSqlAdapterFactory({
    provider,
    adapterName,
    connect: () => connectToCatalog(pool),
    // The database is empty and thrown away after: it is its own shadow.
    connectToShadowDb: () => connectToCatalog(pool),
  })
  const files: [string, string][] = [['schema.prisma', datamodel]]
  const made = await engine.SchemaEngine.new({ datamodels: files }, () => {}, bound)
  const result = await made.diff({
    from: {
      tag: 'migrations',
      baseDir: join(directory, 'migrations'),
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
      })),
    },
    to: { tag: 'schemaDatamodel', files: files.map(([path, content]) => ({ path, content })) },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  made.free()
  // 0: nothing to do; 2: a difference.
  return result.exitCode === 0 ? '' : (result.stdout ?? '')
}

/**
 * What the engine must be told of the columns of PostgreSQL's catalogue, by type OID (pg_type.dat). The adapter
 * itself does not know "char" (18), which only catalogue tables have.
 */
const catalogTypes: Readonly<Record<number, ColumnType>> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1005: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
}

async function connectToCatalog(settings: PoolConfig): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool(settings)
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  return Object.assign(adapter, {
    async queryRaw({ sql, args }: SqlQuery): Promise<SqlResultSet> {
      const { fields, rows } = await pool.query({ text: sql, values: args, rowMode: 'array' })
      return {
        columnNames: fields.map(field => field.name),
        columnTypes: fields.map(field => catalogTypes[field.dataTypeID] ?? ColumnTypeEnum.Text),
        rows,
      }
    },
  })
}

/** Its package imports the .wasm as a module, which Node 20 cannot do without a flag. */
async function loadEngine(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports,
  })
  const exports = instance.exports as typeof instance.exports & { __wbindgen_start(): void }
  engine.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
}

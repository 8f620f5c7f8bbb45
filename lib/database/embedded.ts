import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PoolConfig } from 'pg'

/** The longest path a Unix socket can have, with its zero byte (sun_path in unix(7)); macOS has 104. */
const longestSocketPath = 103

/**
 * PGlite is one session, and its socket queues single messages, not whole questions: of two connections that wait for
 * another's transaction, one would get the answer to what the other asked. So there is one, whose queue is the pool's.
 */
const poolSize = 1

/** Connections that the socket takes: of those that come one after the other, some may not have ended yet. */
const connections = 4

/** The built-in PostgreSQL: PGlite in a worker of its own, spoken to like any other over a Unix socket. */
export interface EmbeddedDatabase {
  readonly pool: PoolConfig
  close(): Promise<void>
}

/**
 * Starts PGlite on `directory` (made if missing; the first time takes seconds). The caller holds the lock of the
 * data directory: two processes on one directory would destroy it.
 */
export async function startEmbedded(directory: string): Promise<EmbeddedDatabase> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const { folder, drop } = socketFolder(directory)
  const socket = join(folder, '.s.PGSQL.5432')
  const worker = new Worker(new URL('./pglite-worker.mjs', import.meta.url), {
    workerData: { directory: join(directory, 'pglite'), socket, connections },
  })
  const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the built-in database ended while starting (${code})`)))
  })
  return {
    pool: { host: folder, port: 5432, user: 'postgres', database: 'postgres', max: poolSize },
    async close() {
      worker.postMessage('close')
      await ended
      drop()
    },
  }
}

/** The socket lies beside the data, or in a private temporary directory where that path is too long for one. */
function socketFolder(directory: string): { folder: string; drop: () => void } {
  if (Buffer.byteLength(join(directory, '.s.PGSQL.5432')) <= longestSocketPath)
    return { folder: directory, drop: () => rmSync(join(directory, '.s.PGSQL.5432'), { force: true }) }
  const folder = mkdtempSync(join(tmpdir(), 'netpol-lab-'))
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) }
}

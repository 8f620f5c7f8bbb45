// The worker that holds the built-in database: PGlite behind PostgreSQL's protocol on a Unix socket. Plain
// JavaScript because tsx does not reach worker threads on Node 20.
import { rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

const { directory, socket, connections } = workerData
const db = await PGlite.create({ dataDir: directory })
rmSync(socket, { force: true })
const server = new PGLiteSocketServer({ db, path: socket, maxConnections: connections })
await server.start()
parentPort.postMessage('ready')
parentPort.once('message', async () => {
  await server.stop()
  await db.close()
  process.exit(0)
})

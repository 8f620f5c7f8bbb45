import { Worker } from 'node:worker_threads'
import { workerFile } from './bundle'
import type { FromWorker } from './messages'

/** Workers that run at once; who comes later waits for one. */
const mostWorkers = 4
/** A worker that nobody wanted for this long (ms) ends. */
const idleTime = 60_000

/** Megabytes of a worker's heap. */
const heap = 256

export type Lease = {
  readonly worker: Worker
  /** Gives the worker back for the next one. */
  release(): void
  /** Ends the worker, whatever it does. */
  kill(): void
}

let alive = 0
const idle: Array<{ worker: Worker; timer: NodeJS.Timeout }> = []
const queue: Array<() => void> = []

/** Leases a worker for one command; waits while all are taken. Rejects when `signal` is aborted before. */
export async function leaseWorker(signal: AbortSignal): Promise<Lease> {
  const spare = idle.pop()
  if (spare) {
    clearTimeout(spare.timer)
    spare.worker.ref()
    return lease(spare.worker)
  }
  if (alive >= mostWorkers) {
    await new Promise<void>((resolve, reject) => {
      queue.push(resolve)
      signal.addEventListener('abort', () => {
        const at = queue.indexOf(resolve)
        if (at >= 0) queue.splice(at, 1)
        reject(signal.reason)
      })
    })
    return leaseWorker(signal)
  }
  alive++
  try {
    return lease(await startWorker())
  } catch (error) {
    alive--
    queue.shift()?.()
    throw error
  }
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(await workerFile(), {
    resourceLimits: { maxOldGenerationSizeMb: heap },
    env: {},
    stdout: true,
    stderr: true,
  })
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: FromWorker) => message.type === 'ready' && resolve())
  })
  worker.removeAllListeners('error')
  return worker
}

function lease(worker: Worker): Lease {
  let over = false
  const gone = () => {
    alive--
    queue.shift()?.()
  }
  return {
    worker,
    release() {
      if (over) return
      over = true
      worker.removeAllListeners('message')
      worker.removeAllListeners('error')
      // Ended of itself while idle: nobody leases it any more.
      worker.on('error', () => {})
      worker.unref()
      const timer = setTimeout(() => {
        const at = idle.findIndex(spare => spare.worker === worker)
        if (at >= 0) idle.splice(at, 1)
        gone()
        void worker.terminate()
      }, idleTime)
      timer.unref()
      idle.push({ worker, timer })
      queue.shift()?.()
    },
    kill() {
      if (over) return
      over = true
      worker.removeAllListeners('message')
      worker.on('error', () => {})
      gone()
      void worker.terminate()
    },
  }
}

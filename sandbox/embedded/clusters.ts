import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pace } from '../process'
import { tokenOf } from './api/authentication/authenticator'
import { failure } from './api/status'
import { type Cluster, createCluster } from './cluster'
import { type Credentials, credentials, identities, isTokenOf } from './credentials'
import { createStrangers } from './strangers'
import type { Template } from './template'

export type ClustersOptions = {
  /** Where clusters keep their state, a folder each; without it a cluster that sleeps is gone. */
  directory?: string
  /** Milliseconds after its last request that a cluster which nobody holds stays in memory. */
  idleAfter: number
  /** Milliseconds after its last request that a cluster lets go of what it can have again. */
  restAfter: number
  /** Milliseconds from a policy's change until it is enforced. */
  enforcementDelay?: number
}

/** A cluster in memory, who may talk to it, and whether it was made just now and never given a start. */
export type Awake = { cluster: Cluster; tokens: Credentials; isNew: boolean }

/** A sandbox's id, as it may stand in a path and in a URL. */
export const safeId = /^[a-zA-Z0-9_-]{1,64}$/

type Entry = {
  awake: Promise<Awake>
  /** Once it is ready. */
  cluster?: Cluster
  held: boolean
  /** Requests and streams under way. */
  inUse: number
  usedAt: number
}

/**
 * The clusters of a provider, of which those are in memory that somebody holds or uses. A request with a token of a
 * cluster that sleeps wakes it up.
 */
export function createClusters({ directory, idleAfter, restAfter, enforcementDelay }: ClustersOptions) {
  const entries = new Map<string, Entry>()
  const closing = new Map<string, Promise<void>>()
  const strangers = createStrangers()
  let template: Template | undefined
  const folderOf = (id: string) => directory && join(directory, id)

  async function start(id: string): Promise<Awake> {
    await closing.get(id)
    const folder = folderOf(id)
    const tokens = credentials(folder)
    const directory = folder && join(folder, 'cluster')
    const isNew = !directory || !existsSync(directory)
    const cluster = createCluster({
      directory,
      tokens: identities(tokens),
      signingKey: tokens.signingKey,
      prefix: `/k8s/${id}`,
      ...(template && { template }),
      ...(enforcementDelay && { enforcementDelay }),
    })
    await cluster.ready
    template ??= cluster.template()
    return { cluster, tokens, isNew }
  }

  function wake(id: string): Entry {
    const known = entries.get(id)
    if (known) return known
    const entry: Entry = { awake: start(id), held: false, inUse: 0, usedAt: Date.now() }
    entries.set(id, entry)
    entry.awake.then(
      ({ cluster }) => {
        entry.cluster = cluster
      },
      () => entries.delete(id),
    )
    return entry
  }

  /** Lets go of a cluster's memory; resolves when everything is written. */
  function sleep(id: string): Promise<void> {
    const entry = entries.get(id)
    if (!entry) return closing.get(id) ?? Promise.resolve()
    entries.delete(id)
    const done = entry.awake
      .then(({ cluster }) => cluster.close())
      .catch(() => {})
      .finally(() => closing.delete(id))
    closing.set(id, done)
    return done
  }

  /** The cluster that a URL names, if it is awake or this request may wake it. */
  function entryFor(request: IncomingMessage): Entry | undefined {
    const id = /^\/k8s\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? ''
    const known = entries.get(id)
    if (known) return known
    const folder = safeId.test(id) ? folderOf(id) : undefined
    if (!folder || !existsSync(folder)) return undefined
    const token = tokenOf(request)
    return token !== undefined && isTokenOf(folder, token) ? wake(id) : undefined
  }

  function use(entry: Entry, until: NodeJS.EventEmitter): void {
    entry.inUse++
    until.once('close', () => {
      entry.inUse--
      entry.usedAt = Date.now()
    })
  }

  function lookAfter(id: string, { cluster, held, inUse, usedAt }: Entry): void {
    const idle = Date.now() - usedAt
    if (inUse > 0) return
    if (!held && idle > idleAfter) void sleep(id)
    else if (idle > restAfter) cluster?.rest()
  }

  let sweeping = false
  /** One after the other: each takes milliseconds of a thread that others wait for. */
  async function sweep(): Promise<void> {
    if (sweeping) return
    sweeping = true
    for (const [id, entry] of [...entries]) {
      await pace(true)
      if (entries.get(id) === entry) lookAfter(id, entry)
    }
    sweeping = false
  }
  const sweeps = setInterval(sweep, Math.min(idleAfter, restAfter) / 2)
  sweeps.unref()

  return {
    request(incoming: IncomingMessage, response: ServerResponse) {
      const entry = entryFor(incoming)
      if (!entry) return strangers.request(incoming, response)
      use(entry, response)
      if (entry.cluster) return entry.cluster.request(incoming, response)
      entry.awake.then(
        ({ cluster }) => cluster.request(incoming, response),
        () => {
          const { code, status } = unavailable()
          response
            .writeHead(code, { 'content-type': 'application/json', 'retry-after': '1' })
            .end(JSON.stringify(status))
        },
      )
    },

    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer) {
      const entry = entryFor(incoming)
      if (!entry) return strangers.upgrade(incoming, socket, head)
      use(entry, socket)
      socket.on('error', () => socket.destroy())
      if (entry.cluster) return entry.cluster.upgrade(incoming, socket, head)
      entry.awake.then(
        ({ cluster }) => cluster.upgrade(incoming, socket, head),
        () => socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n'),
      )
    },

    /** Wakes it up, or makes it, and keeps it awake until it is released. */
    async hold(id: string): Promise<Awake> {
      const entry = wake(id)
      entry.held = true
      return entry.awake
    },

    /** Nobody needs it but who is just using it. */
    async release(id: string): Promise<void> {
      const entry = entries.get(id)
      if (!entry) return
      entry.held = false
      entry.usedAt = Date.now()
      if (entry.inUse === 0) await sleep(id)
    },

    /** Ends it, whoever uses it. */
    end: sleep,

    /** How many are in memory. */
    get size() {
      return entries.size
    },

    async close(): Promise<void> {
      clearInterval(sweeps)
      await Promise.all([...[...entries.keys()].map(sleep), ...closing.values()])
    },
  }
}

/** What is wrong is in the log of whoever runs the server, and none of a client's business. */
const unavailable = () => failure(503, 'ServiceUnavailable', 'the cluster could not be started')

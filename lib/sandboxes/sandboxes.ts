import { randomBytes } from 'node:crypto'
import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import { Refusal } from '@/lib/refusal'
import type { SandboxProvider } from '@/sandbox/provider'
import type { Terminal, TerminalOptions } from '@/sandbox/terminal/terminal'
import type { LiveNews } from './live-feed'
import { type OpenSandbox, openSandbox, type SandboxRow } from './open-sandbox'
import type { TerminalStore } from './terminals'

/** Whose sandbox is whose, and which are in memory. */
export interface Sandboxes {
  /** The id of this person's sandbox for a place (a course), made when there is none. */
  assign(personId: string, place: string): Promise<string>
  /** The id of the sandbox of a seat, made when there is none; nobody's until it is given to somebody. */
  assignSeat(seat: { seatId: string; place: string; course: string }): Promise<string>
  /** It is this person's from now on. */
  give(id: string, personId: string): Promise<void>
  /** Opens it if it is this person's; null otherwise, whether or not it exists. Refused with `no-capacity`. */
  open(personId: string, id: string): Promise<OpenSandbox | null>
  /** Ends it for good: objects, files, shells. */
  end(id: string): Promise<void>
  /** Opens it, whosever it is; null: there is none. For whoever may look after others'. Refused with `no-capacity`. */
  openAny(id: string): Promise<OpenSandbox | null>
  /** Tells the viewers of every sandbox that is in memory. */
  tell(news: LiveNews): void
  /** How many are in memory. */
  readonly size: number
  close(): Promise<void>
}

export type SandboxesOptions = {
  prisma: PrismaClient
  provider: SandboxProvider
  createTerminal: (options: TerminalOptions) => Terminal
  terminals: TerminalStore
  /** Called for each sandbox as it is opened, before anybody else gets it. */
  onOpen: (open: OpenSandbox, row: SandboxRow) => void
  limit: number
  idleMinutes: number
  log: Log
}

/** Milliseconds since its last use after which a sandbox may make room for another: a request may be under way. */
const restingBefore = 10_000

/** 128 bits: an id cannot be guessed, and is the address of the sandbox's API as well. */
const newId = () => randomBytes(16).toString('hex')

export function createSandboxes(options: SandboxesOptions): Sandboxes {
  const { prisma, provider, createTerminal, terminals, onOpen, limit, idleMinutes, log } = options
  const open = new Map<string, OpenSandbox>()
  const closing = new Map<string, Promise<void>>()
  let closed = false

  const close = (sandbox: OpenSandbox): Promise<void> => {
    open.delete(sandbox.id)
    const done = sandbox
      .close()
      .catch(error => log.error('sandbox.close-failed', { sandbox: sandbox.id, error }))
      .finally(() => closing.delete(sandbox.id))
    closing.set(sandbox.id, done)
    return done
  }
  const unused = () =>
    [...open.values()].filter(({ held, busy }) => held === 0 && !busy).sort((a, b) => a.usedAt - b.usedAt)
  const sweep = setInterval(() => {
    const before = Date.now() - idleMinutes * 60_000
    for (const sandbox of unused()) if (sandbox.usedAt < before) void close(sandbox)
  }, 30_000)
  sweep.unref()

  const openIf = async (
    id: string,
    may: (sandbox: Pick<SandboxRow, 'personId'>) => boolean,
  ): Promise<OpenSandbox | null> => {
    const there = open.get(id)
    there?.touch()
    if (there) return may(there) ? there : null
    const row = await prisma.sandbox.findUnique({ where: { id } })
    if (!row || !may(row) || closed) return null
    await closing.get(id)
    const meanwhile = open.get(id)
    if (meanwhile) return meanwhile
    if (open.size >= limit) {
      const [oldest] = unused()
      if (!oldest || oldest.usedAt > Date.now() - restingBefore)
        throw new Refusal('no-capacity', `All ${limit} sandboxes are in use. Try again in a few minutes.`)
      void close(oldest)
    }
    const sandbox = openSandbox({ row, provider, terminals, createTerminal, log })
    open.set(id, sandbox)
    // A sandbox that could not be started is tried anew by whoever asks next.
    sandbox.sandbox.catch(() => {
      if (open.get(id) === sandbox) open.delete(id)
    })
    onOpen(sandbox, row)
    await prisma.sandbox.update({ where: { id }, data: { usedAt: new Date() }, select: { id: true } })
    return sandbox
  }

  return {
    async assign(personId, place) {
      const where = { personId_place: { personId, place } }
      const known = await prisma.sandbox.findUnique({ where, select: { id: true } })
      if (known) return known.id
      const { id } = await prisma.sandbox.upsert({
        where,
        create: { id: newId(), personId, place, course: place },
        update: {},
        select: { id: true },
      })
      return id
    },
    async assignSeat({ seatId, place, course }) {
      const { id } = await prisma.sandbox.upsert({
        where: { seatId },
        create: { id: newId(), place, course, seatId },
        update: {},
        select: { id: true },
      })
      return id
    },
    async give(id, personId) {
      await prisma.sandbox.update({ where: { id }, data: { personId }, select: { id: true } })
      open.get(id)?.give(personId)
    },
    open: (personId, id) => openIf(id, row => row.personId === personId),
    openAny: id => openIf(id, () => true),
    async end(id) {
      await prisma.sandbox.deleteMany({ where: { id } })
      const sandbox = open.get(id)
      sandbox?.feed.setState({ state: 'expired' })
      if (sandbox) void close(sandbox)
      await closing.get(id)
      await provider.delete(id)
    },
    tell(news) {
      for (const { feed } of open.values()) feed.tell(news)
    },
    get size() {
      return open.size
    },
    async close() {
      closed = true
      clearInterval(sweep)
      await Promise.all([...[...open.values()].map(close), ...closing.values()])
    },
  }
}

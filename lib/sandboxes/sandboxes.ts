import { randomBytes } from 'node:crypto'
import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'
import { Refusal } from '@/lib/refusal'
import type { SandboxProvider } from '@/sandbox/provider'
import type { Terminal, TerminalOptions } from '@/sandbox/terminal/terminal'
import { type Capacity, createCapacity, unused } from './life-cycle/capacity'
import { createEnding } from './life-cycle/ending'
import { type ExpirySettings, expiryOf, extended } from './life-cycle/expiry'
import { createSharedLine, ownLine } from './life-cycle/line'
import { createReserve, reservePlace } from './life-cycle/reserve'
import type { LiveNews } from './live-feed'
import { type OpenSandbox, openSandbox, type SandboxRow } from './open-sandbox'
import type { Providers } from './providers'
import type { TerminalStore } from './terminals'

/** Whose sandbox is whose, which are in memory, and who waits for room. */
export interface Sandboxes {
  /** The id of this person's sandbox for a place (a course), made or taken from the reserve when there is none. */
  assign(personId: string, place: string): Promise<string>
  /**
   * The id of the sandbox of a seat, made when there is none, of the provider of this name; nobody's until it is given to
   * somebody.
   */
  assignSeat(seat: {
    seatId: string
    place: string
    course: string
    provider: string | null
  }): Promise<string>
  /** It is this person's from now on. */
  give(id: string, personId: string): Promise<void>
  /**
   * Opens it if it is this person's; null otherwise, whether or not it exists. Where all are in use it waits for its
   * turn, and its feed says so.
   */
  open(personId: string, id: string): Promise<OpenSandbox | null>
  /** Puts its end off, as far as may be, for its owner. Answers when it ends now; null: never. */
  extend(personId: string, id: string): Promise<number | null>
  /** Ends it for good: objects, files, shells. */
  end(id: string): Promise<void>
  /** Opens it, whosever it is; null: there is none. For whoever may look after others'. */
  openAny(id: string): Promise<OpenSandbox | null>
  /** Where it comes from, without opening it. */
  providerOf(id: string): Promise<SandboxProvider>
  /** Puts to sleep what nobody uses, warns of ends and ends what is over; it is done every few seconds anyway. */
  sweep(): Promise<void>
  /** Tells the viewers of every sandbox that is in memory. */
  tell(news: LiveNews): void
  /** How many are in memory, those that wait not counted. */
  readonly size: number
  close(): Promise<void>
}

export type SandboxesOptions = ExpirySettings & {
  prisma: PrismaClient
  providers: Providers
  createTerminal: (options: TerminalOptions) => Terminal
  terminals: TerminalStore
  /** Called for each sandbox as it is opened, before anybody else gets it. */
  onOpen: (open: OpenSandbox, row: SandboxRow) => void
  /** Called when one that was nobody's became somebody's. */
  onGive: (open: OpenSandbox) => void
  /** Sandboxes that are ready before anybody comes: how many, and how one is made ready for which course. */
  reserve: { size: number; course: () => Promise<string | undefined>; prepare: (id: string) => Promise<void> }
  /** Of each provider. */
  limit: number
  idleMinutes: number
  log: Log
}

/** Milliseconds between two looks for what is over. */
const sweepEvery = 15_000
/** Milliseconds that one keeps its place in the queue when nobody has its page open: a reload takes less. */
const waitsAlone = 120_000

/** 128 bits: an id cannot be guessed, and is the address of the sandbox's API as well. */
const newId = () => randomBytes(16).toString('hex')

export function createSandboxes(options: SandboxesOptions): Sandboxes {
  const { prisma, providers, createTerminal, terminals, onOpen, onGive, limit, idleMinutes, log } = options
  const open = new Map<string, OpenSandbox>()
  const closing = new Map<string, { sandbox: OpenSandbox; done: Promise<void> }>()
  let closed = false

  const close = (sandbox: OpenSandbox): Promise<void> => {
    open.delete(sandbox.id)
    const { queue } = capacityOf(sandbox)
    queue.leave(sandbox.id, new Refusal('no-capacity', 'Nobody waited for this sandbox any more.'))
    const done = sandbox
      .close()
      .catch(error => log.error('sandbox.close-failed', { sandbox: sandbox.id, error }))
      .finally(() => {
        closing.delete(sandbox.id)
        void queue.advance()
      })
    closing.set(sandbox.id, { sandbox, done })
    return done
  }

  const capacities = new Map(
    providers.all.map(provider => {
      // Servers share the room that a cluster has, and none of the memory of one of them.
      const line = provider.makeRoom ? createSharedLine(prisma, provider.name) : ownLine
      return [provider, createCapacity({ provider, limit, open, closing, close, line })]
    }),
  )
  const capacityOf = ({ provider }: { provider: SandboxProvider }) => capacities.get(provider) as Capacity

  const ending = createEnding({ ...options, open, close, end: id => end(id) })
  const stopQueues = () => {
    for (const capacity of capacities.values()) capacity.dispose()
  }
  const alone = capacityOf({ provider: providers.first })
  const reserve = createReserve({
    ...{ prisma, log, newId, provider: providers.first.name },
    ...options.reserve,
    // Where there is room for one, it is nobody's to wait in.
    size: Math.min(options.reserve.size, alone.limit - 1),
    hasRoom: () => alone.hasRoom,
    isOpen: id => open.has(id),
  })

  const sweep = async () => {
    const now = Date.now()
    for (const sandbox of open.values())
      if (sandbox.turn !== null && sandbox.held === 0 && now - sandbox.usedAt > waitsAlone)
        void close(sandbox)
    for (const sandbox of unused(open.values()))
      if (sandbox.place !== reservePlace && now - sandbox.usedAt > idleMinutes * 60_000) void close(sandbox)
    reserve.fill()
    await ending.sweep(now)
  }
  const sweeping = setInterval(
    () => sweep().catch(error => log.error('sandbox.sweep-failed', { error })),
    sweepEvery,
  ).unref()
  reserve.fill()

  /** Written down for the provider that it is opened with: with another one than it was made with, it begins anew. */
  const settled = async (row: SandboxRow) => {
    const { name } = providers.of(row.provider)
    if (row.provider === name) return row
    const nothing = { start: null, startHash: null, startedAt: null }
    const change = { provider: name, ...(row.provider !== null && nothing) }
    await prisma.sandbox.updateMany({ where: { id: row.id, provider: row.provider }, data: change })
    return { ...row, ...change }
  }

  const openIf = async (
    id: string,
    may: (sandbox: Pick<SandboxRow, 'personId'>) => boolean,
  ): Promise<OpenSandbox | null> => {
    const there = open.get(id)
    there?.touch()
    if (there) return may(there) ? there : null
    const found = await prisma.sandbox.findUnique({ where: { id } })
    if (!found || !may(found) || closed) return null
    const row = await settled(found)
    await closing.get(id)?.done
    const meanwhile = open.get(id)
    if (meanwhile) return meanwhile
    const provider = providers.of(row.provider)
    const { queue } = capacityOf({ provider })
    const room = queue.wait(id, turn => open.get(id)?.feed.setState({ state: 'waiting', turn }))
    const sandbox = openSandbox({ row, provider, room, terminals, createTerminal, log })
    open.set(id, sandbox)
    // A sandbox that could not be started is tried anew by whoever asks next.
    sandbox.sandbox.catch(() => {
      if (open.get(id) === sandbox) open.delete(id)
      void queue.advance()
    })
    onOpen(sandbox, row)
    await queue.advance()
    await prisma.sandbox.updateMany({ where: { id }, data: { usedAt: new Date() } })
    return sandbox
  }

  const providerOf = async (id: string) => {
    const there = open.get(id)
    if (there) return there.provider
    const row = await prisma.sandbox.findUnique({ where: { id }, select: { provider: true } })
    return providers.of(row?.provider ?? null)
  }

  const end = async (id: string) => {
    const provider = await providerOf(id)
    await prisma.sandbox.deleteMany({ where: { id } })
    const sandbox = open.get(id)
    sandbox?.feed.setState({ state: 'expired', turn: undefined, ends: undefined })
    if (sandbox) void close(sandbox)
    await closing.get(id)?.done
    await provider.delete(id)
  }

  const expiresAt = () => {
    const at = expiryOf(options, Date.now())
    return at === null ? null : new Date(at)
  }

  return {
    async assign(personId, place) {
      const where = { personId_place: { personId, place } }
      const known = await prisma.sandbox.findUnique({ where, select: { id: true } })
      if (known) return known.id
      const ready = await reserve.take({ personId, place, expiresAt: expiresAt() })
      const taken = ready === undefined ? undefined : open.get(ready)
      if (taken) {
        taken.give(personId, place)
        taken.expiresAt = expiresAt()?.getTime() ?? null
        onGive(taken)
      }
      if (ready !== undefined) return ready
      const { id } = await prisma.sandbox.upsert({
        where,
        create: {
          ...{ id: newId(), personId, place, course: place, expiresAt: expiresAt() },
          provider: providers.first.name,
        },
        update: {},
        select: { id: true },
      })
      return id
    },
    async assignSeat({ seatId, place, course, provider }) {
      const { id } = await prisma.sandbox.upsert({
        where: { seatId },
        create: { id: newId(), place, course, seatId, provider: providers.of(provider).name },
        update: {},
        select: { id: true },
      })
      return id
    },
    async give(id, personId) {
      await prisma.sandbox.update({ where: { id }, data: { personId }, select: { id: true } })
      const given = open.get(id)
      given?.give(personId)
      if (given) onGive(given)
    },
    open: (personId, id) => openIf(id, row => row.personId === personId),
    openAny: id => openIf(id, () => true),
    providerOf,
    async extend(personId, id) {
      const sandbox = await openIf(id, row => row.personId === personId)
      if (!sandbox) throw new Refusal('not-found', 'There is no such sandbox.')
      sandbox.expiresAt = extended(sandbox.expiresAt, options, Date.now())
      const at = sandbox.expiresAt === null ? null : new Date(sandbox.expiresAt)
      await prisma.sandbox.update({ where: { id }, data: { expiresAt: at }, select: { id: true } })
      ending.warn(sandbox, Date.now())
      return sandbox.expiresAt
    },
    end,
    sweep,
    tell(news) {
      for (const { feed } of open.values()) feed.tell(news)
    },
    get size() {
      return [...capacities.values()].reduce((sum, { size }) => sum + size, 0)
    },
    async close() {
      closed = true
      clearInterval(sweeping)
      stopQueues()
      await reserve.close()
      await Promise.all([...open.values()].map(close))
      await Promise.all([...closing.values()].map(({ done }) => done))
    },
  }
}

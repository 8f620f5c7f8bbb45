import type { PrismaClient } from '@/lib/database/database'
import type { OpenSandbox } from '../open-sandbox'
import { type ExpirySettings, endOf, warnBefore } from './expiry'

/** Puts to sleep what nobody works in, and ends what is over, after its viewers were warned. */
export interface Ending {
  sweep(now: number): Promise<void>
  /** Tells a sandbox's viewers of its end, if that is soon; else that it is not. */
  warn(sandbox: OpenSandbox, now: number): void
}

export type EndingOptions = ExpirySettings & {
  prisma: PrismaClient
  open: ReadonlyMap<string, OpenSandbox>
  close: (sandbox: OpenSandbox) => Promise<void>
  end: (id: string) => Promise<void>
}

/** Milliseconds that a sandbox which is not in memory outlives its end: another replica may have it, and warns there. */
const leftAlone = warnBefore

export function createEnding(options: EndingOptions): Ending {
  const { prisma, open, close, end } = options
  const warn = (sandbox: OpenSandbox, now: number) => {
    const soon = endOf(sandbox, options)
    // Nobody sees the warning of one that nobody looks at: it sleeps earlier anyway.
    const isSoon = soon.at - now <= warnBefore && (soon.why === 'lifetime' || sandbox.held > 0)
    sandbox.feed.setState({ ends: isSoon ? soon : undefined })
  }
  return {
    warn,
    async sweep(now) {
      const over: string[] = []
      for (const sandbox of [...open.values()]) {
        if (sandbox.turn !== null) continue
        const { at, why } = endOf(sandbox, options)
        const isWarned = sandbox.feed.state.ends !== undefined
        // Nobody had it open when it should have been warned: whoever came back gets the time for it.
        if (at <= now && !isWarned && why === 'lifetime') sandbox.expiresAt = now + warnBefore
        if (at > now || sandbox.busy || !isWarned) warn(sandbox, now)
        else if (why === 'lifetime') over.push(sandbox.id)
        else {
          sandbox.feed.setState({ state: 'asleep', ends: undefined })
          void close(sandbox)
        }
      }
      const forgotten = await prisma.sandbox.findMany({
        where: { expiresAt: { lt: new Date(now - leftAlone) } },
        select: { id: true },
      })
      for (const { id } of forgotten) if (!open.has(id)) over.push(id)
      for (const id of over) await end(id)
    },
  }
}

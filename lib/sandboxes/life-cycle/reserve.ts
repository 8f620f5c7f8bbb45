import type { PrismaClient } from '@/lib/database/database'
import type { Log } from '@/lib/operations/log'

/** The place of sandboxes that are nobody's yet. */
export const reservePlace = 'reserve'

/** Sandboxes that are ready before anybody comes, at the start of a course. The database knows them over a restart. */
export interface Reserve {
  /** Gives a ready one of this place's course to somebody; undefined: there is none. */
  take(owner: { personId: string; place: string; expiresAt: Date | null }): Promise<string | undefined>
  /** Begins to make as many as are missing, while there is room. */
  fill(): void
  close(): Promise<void>
}

export type ReserveOptions = {
  prisma: PrismaClient
  log: Log
  size: number
  /** The name of the provider that they are of. */
  provider: string
  /** The course whose start they are at; undefined: there is none. */
  course: () => Promise<string | undefined>
  prepare: (id: string) => Promise<void>
  newId: () => string
  hasRoom: () => boolean
  isOpen: (id: string) => boolean
}

const nobodys = { place: reservePlace, personId: null, seatId: null } as const

export function createReserve(options: ReserveOptions): Reserve {
  const { prisma, log, size, provider, course, prepare, newId, hasRoom, isOpen } = options
  const ready = { ...nobodys, OR: [{ provider }, { provider: null }] }
  let filling: Promise<void> | undefined
  let closed = false

  const fill = async () => {
    const slug = await course()
    if (slug === undefined) return
    const known = await prisma.sandbox.findMany({
      where: { ...ready, course: slug },
      select: { id: true },
      orderBy: { createdAt: 'asc' },
    })
    for (let at = 0; at < size && !closed && hasRoom(); at++) {
      const id = known[at]?.id ?? (await create(slug))
      if (!isOpen(id)) await prepare(id)
    }
  }
  const create = async (slug: string) => {
    const { id } = await prisma.sandbox.create({
      data: { id: newId(), place: reservePlace, course: slug, provider },
      select: { id: true },
    })
    return id
  }

  const begin = () => {
    if (size === 0 || closed || filling) return
    filling = fill()
      // Tried again by the next look.
      .catch(error => log.warn('sandbox.reserve-failed', { error }))
      .finally(() => {
        filling = undefined
      })
  }

  return {
    async take(owner) {
      if (size === 0) return undefined
      const known = await prisma.sandbox.findMany({
        where: { ...ready, course: owner.place, start: { not: null } },
        select: { id: true },
        orderBy: { createdAt: 'asc' },
      })
      for (const { id } of known.sort((one, other) => Number(isOpen(other.id)) - Number(isOpen(one.id)))) {
        // Another request, here or on another replica, may take the same one.
        const { count } = await prisma.sandbox.updateMany({ where: { id, ...nobodys }, data: owner })
        if (count === 0) continue
        setImmediate(begin)
        return id
      }
      return undefined
    },
    fill: begin,
    async close() {
      closed = true
      await filling
    },
  }
}

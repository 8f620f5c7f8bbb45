import type { PrismaClient } from '@/lib/database/database'

/** Who waits for room, the one who has waited longest first. */
export interface Line {
  /** Says that these still wait, and answers their places, from 1. */
  stand(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  leave(id: string): Promise<void>
}

/** Of one server, where nobody else has to know. */
export const ownLine: Line = {
  stand: async ids => new Map(ids.map((id, index) => [id, index + 1])),
  leave: async () => {},
}

/** Milliseconds after which somebody of whom nobody says any more that they wait is out: a restart takes less. */
const patience = 30_000

/** Of the servers that share a database, for room on a provider that they share; it outlives a restart. */
export function createSharedLine(prisma: PrismaClient, provider: string): Line {
  return {
    async stand(ids) {
      if (ids.length === 0) return new Map()
      const [, places] = await prisma.$transaction([
        prisma.$executeRaw`
          UPDATE sandbox SET
            waits_since = CASE WHEN waits_until > now() THEN waits_since
              ELSE now() + here.number * interval '1 millisecond' END,
            waits_until = now() + ${patience} * interval '1 millisecond'
          FROM unnest(${[...ids]}::text[]) WITH ORDINALITY AS here(id, number)
          WHERE sandbox.id = here.id`,
        prisma.$queryRaw<{ id: string; place: number }[]>`
          SELECT id, (row_number() OVER (ORDER BY waits_since, id))::int AS place
          FROM sandbox WHERE provider = ${provider} AND waits_until > now()`,
      ])
      return new Map(places.map(({ id, place }) => [id, place]))
    },
    async leave(id) {
      await prisma.sandbox.updateMany({ where: { id }, data: { waitsSince: null, waitsUntil: null } })
    },
  }
}

import type { PrismaClient } from '@/lib/database/database'
import type { Person } from '@/protocol'
import { actsIn } from './audit'
import { shownPerson } from './shown-person'

/** What is kept of a person, for themselves: to take with them, or to have it gone. */
export interface OwnData {
  /** Everything, as the database has it. */
  export(person: Person): Promise<Record<string, unknown>>
  /** Deletes the person with everything, their clusters and files, too. */
  delete(person: Person): Promise<void>
}

type OwnDataOptions = {
  prisma: PrismaClient
  /** Ends a sandbox for good. */
  endSandbox: (id: string) => Promise<void>
  /** Empties the seats of a person in workshops. */
  leaveSeats: (personId: string) => Promise<void>
}

export function createOwnData({ prisma, endSandbox, leaveSeats }: OwnDataOptions): OwnData {
  return {
    async export({ id }) {
      const [found, acts] = await Promise.all([
        prisma.person.findUniqueOrThrow({
          where: { id },
          select: {
            ...shownPerson,
            createdAt: true,
            sandboxes: { include: { terminals: true } },
            lessons: true,
            tasks: true,
            attempts: true,
            hints: true,
            predictions: true,
            drills: true,
            certificates: true,
            tokens: { omit: { hash: true } },
            seats: { omit: { codeHash: true }, include: { workshop: { select: { title: true } } } },
          },
        }),
        actsIn(prisma, { subject: id }),
      ])
      const events = await prisma.workshopEvent.findMany({
        where: { seatId: { in: found.seats.map(seat => seat.id) } },
        orderBy: { at: 'asc' },
      })
      return { ...found, events, acts }
    },
    async delete({ id }) {
      const sandboxes = await prisma.sandbox.findMany({ where: { personId: id }, select: { id: true } })
      for (const sandbox of sandboxes) await endSandbox(sandbox.id)
      await leaveSeats(id)
      await prisma.person.delete({ where: { id } })
    },
  }
}

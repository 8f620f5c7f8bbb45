import type { PrismaClient } from '@/lib/database/database'
import type { Learning } from '@/lib/learning/learning'
import type { Log } from '@/lib/operations/log'
import { Refusal } from '@/lib/refusal'
import type { Rooms } from './room/rooms'
import type { Seats } from './roster/seats'
import { createTurns } from './turns'

/** Makes sandboxes ready before anybody comes. */
export interface Preparing {
  /**
   * The first so many seats of a workshop: each gets a sandbox at the start of the first lesson, after those that were
   * asked for before. Answers at once; what is ready and what failed is in the workshop's log. Seats that are ready or
   * taken are left alone.
   */
  begin(workshop: string, seats: number): Promise<void>
}

/** How many are made at once: learners at work must not notice. */
const atOnce = 2

type PreparingOptions = {
  prisma: PrismaClient
  learning: Pick<Learning, 'prepare'>
  seats: Pick<Seats, 'sandboxOf'>
  rooms: Rooms
  log: Log
}

export function createPreparing({ prisma, learning, seats, rooms, log }: PreparingOptions): Preparing {
  const turns = createTurns()

  const prepare = async (workshop: string, seat: string, lesson: string) => {
    let problem: string | null = null
    try {
      await learning.prepare(await seats.sandboxOf(seat), lesson)
    } catch (error) {
      if (!(error instanceof Refusal)) log.error('workshop.prepare-failed', { workshop, seat, error })
      problem = error instanceof Refusal ? error.message : 'The sandbox could not be started.'
    }
    await rooms.add(workshop, { type: 'prepared', seat, problem })
  }

  const prepareAll = async (workshop: string, count: number) => {
    const [{ state }, { lessons, seats: wanted }] = await Promise.all([
      rooms.of(workshop),
      prisma.workshop.findUniqueOrThrow({
        where: { id: workshop },
        select: {
          lessons: true,
          seats: { where: { number: { lte: count }, joinedAt: null }, orderBy: { number: 'asc' } },
        },
      }),
    ])
    const [first] = lessons
    if (first === undefined) return
    const left = wanted.filter(({ id }) => state.seats[id]?.prepared?.problem !== null)
    const workers = Array.from({ length: atOnce }, async () => {
      for (let next = left.shift(); next; next = left.shift()) await prepare(workshop, next.id, first)
    })
    await Promise.all(workers)
  }

  return {
    async begin(workshop, count) {
      void turns(workshop, () => prepareAll(workshop, count)).catch(error =>
        log.error('workshop.prepare-failed', { workshop, error }),
      )
    },
  }
}

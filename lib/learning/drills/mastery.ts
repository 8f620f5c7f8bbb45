import type { PrismaClient } from '@/lib/database/database'
import { concept, type Mastery } from '@/protocol'
import type { Drill } from './drill'

/** Drills of a concept that its mastery is judged by. */
const lately = 10

/** Answers that are looked at: enough for the last ones of every concept. */
const mostRead = 500

/** Keeps what people answered, and counts by concept. */
export function createDrillProgress(prisma: PrismaClient) {
  return {
    async of(personId: string): Promise<Mastery> {
      const answers = await prisma.drillAnswer.findMany({
        where: { personId },
        orderBy: { answeredAt: 'desc' },
        take: mostRead,
        select: { concepts: true, right: true },
      })
      return masteryOf(answers)
    },
    /** Only the first answer to a drill is kept. */
    async answered(personId: string, { kind, level, seed, concepts }: Drill, right: boolean): Promise<void> {
      const where = { personId_kind_level_seed: { personId, kind, level, seed } }
      const create = { personId, kind, level, seed, concepts: [...concepts], right }
      await prisma.drillAnswer.upsert({ where, create, update: {} })
    },
  }
}

/** Of answers, the newest first. Concepts that were never met are left out. */
export const masteryOf = (answers: readonly { concepts: readonly string[]; right: boolean }[]): Mastery =>
  concept.options.flatMap(one => {
    const met = answers.filter(({ concepts }) => concepts.includes(one))
    const last = met.slice(0, lately)
    if (met.length === 0) return []
    return [
      {
        concept: one,
        answered: met.length,
        lately: last.length,
        right: last.filter(({ right }) => right).length,
      },
    ]
  })

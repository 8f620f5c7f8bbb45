import type { PrismaClient } from '@/lib/database/database'

type MergeOptions = {
  prisma: PrismaClient
  sandboxes: { give(id: string, personId: string): Promise<void>; end(id: string): Promise<void> }
}

/**
 * A guest turned out to be somebody with an account: what they did is the account's, too. Of what both have, the earlier
 * counts; a sandbox of a place where the account has one, too, ends. Done again after a crash, it does the rest.
 */
export function createMerging({ prisma, sandboxes }: MergeOptions) {
  const progress = (guest: string, account: string) =>
    prisma.$transaction([
      prisma.$executeRaw`
        INSERT INTO lesson_progress (person_id, course, lesson, opened_at, used_at)
        SELECT ${account}, course, lesson, opened_at, used_at FROM lesson_progress WHERE person_id = ${guest}
        ON CONFLICT (person_id, course, lesson) DO UPDATE SET
          opened_at = LEAST(lesson_progress.opened_at, EXCLUDED.opened_at),
          used_at = GREATEST(lesson_progress.used_at, EXCLUDED.used_at)`,
      prisma.$executeRaw`
        INSERT INTO task_progress (person_id, course, lesson, task, tried_at, passed_at, answer)
        SELECT ${account}, course, lesson, task, tried_at, passed_at, answer
        FROM task_progress WHERE person_id = ${guest}
        ON CONFLICT (person_id, course, lesson, task) DO UPDATE SET
          tried_at = LEAST(task_progress.tried_at, EXCLUDED.tried_at),
          passed_at = LEAST(task_progress.passed_at, EXCLUDED.passed_at),
          answer = COALESCE(task_progress.answer, EXCLUDED.answer)`,
      prisma.$executeRaw`
        INSERT INTO hint_taken (person_id, course, lesson, task, hint, taken_at)
        SELECT ${account}, course, lesson, task, hint, taken_at FROM hint_taken WHERE person_id = ${guest}
        ON CONFLICT DO NOTHING`,
      prisma.$executeRaw`
        INSERT INTO prediction (person_id, course, lesson, expected, predicted_at, observed, observed_at)
        SELECT ${account}, course, lesson, expected, predicted_at, observed, observed_at
        FROM prediction WHERE person_id = ${guest}
        ON CONFLICT DO NOTHING`,
      prisma.$executeRaw`
        INSERT INTO drill_answer (person_id, kind, level, seed, concepts, "right", answered_at)
        SELECT ${account}, kind, level, seed, concepts, "right", answered_at
        FROM drill_answer WHERE person_id = ${guest}
        ON CONFLICT DO NOTHING`,
      prisma.$executeRaw`
        UPDATE certificate SET person_id = ${account} WHERE person_id = ${guest}
          AND (course, workshop) NOT IN (SELECT course, workshop FROM certificate WHERE person_id = ${account})`,
      prisma.$executeRaw`
        UPDATE seat SET person_id = ${account} WHERE person_id = ${guest}
          AND workshop_id NOT IN (SELECT workshop_id FROM seat WHERE person_id = ${account})`,
      prisma.attempt.updateMany({ where: { personId: guest }, data: { personId: account } }),
    ])

  /** Those of places where the account has none; not that of a seat which the guest keeps. */
  const clusters = async (guest: string, account: string) => {
    const [theirs, own] = await Promise.all(
      [guest, account].map(personId =>
        prisma.sandbox.findMany({
          where: { personId },
          select: { id: true, place: true, seat: { select: { personId: true } } },
        }),
      ),
    )
    const places = new Set(own!.map(({ place }) => place))
    for (const { id, place, seat } of theirs!) {
      if (seat?.personId === guest) continue
      if (places.has(place)) await sandboxes.end(id)
      else await sandboxes.give(id, account)
    }
  }

  return async (guest: string, account: string): Promise<void> => {
    await progress(guest, account)
    await clusters(guest, account)
    // In a workshop where both sit, the guest stays on their seat.
    await prisma.person.deleteMany({ where: { id: guest, guest: true, seats: { none: {} } } })
  }
}

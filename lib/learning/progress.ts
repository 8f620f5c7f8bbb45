import type { Prediction, Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { type MadePrediction, madePrediction } from '@/protocol'
import { type TaskResult, taskResultSchema } from '@/sandbox/exercise'

import type { StoredAnswer } from './answer/stored-answer'

/** Names a task of a lesson of a course, for one person. */
export type TaskPlace = { personId: string; course: string; lesson: string; task: string }
export type LessonPlace = Omit<TaskPlace, 'task'>

export type TaskState = 'open' | 'tried' | 'passed'

/** What one person did in one course. */
export interface CourseProgress {
  /** Slugs of the lessons opened, the last used first. */
  readonly opened: readonly string[]
  state(lesson: string, task: string): TaskState
  hints(lesson: string, task: string): number
  prediction(lesson: string): MadePrediction | null
}

export const noProgress: CourseProgress = {
  opened: [],
  state: () => 'open',
  hints: () => 0,
  prediction: () => null,
}

/** Keeps what people did; every method resolves when it is written. */
export interface Progress {
  of(personId: string, course: string): Promise<CourseProgress>
  opened(place: LessonPlace): Promise<void>
  tried(place: TaskPlace): Promise<void>
  /** By task, what the last grading since then found. */
  lastResults(place: LessonPlace, since: Date): Promise<ReadonlyMap<string, TaskResult>>
  /** Records a grading, and the pass with its answer if it is one. */
  graded(place: TaskPlace, startedAt: Date, result: TaskResult, answer: StoredAnswer | null): Promise<void>
  hintTaken(place: TaskPlace, hint: number): Promise<void>
  /** What was observed already stays as it was predicted. */
  predicted(place: LessonPlace, expected: MadePrediction['expected']): Promise<MadePrediction>
  /** What the connection did; only the first time counts. */
  observed(place: LessonPlace, observed: NonNullable<MadePrediction['observed']>): Promise<MadePrediction>
}

export function createProgress(prisma: PrismaClient): Progress {
  const mark = (
    place: TaskPlace,
    data: { triedAt: Date } | { passedAt: Date; answer?: Prisma.InputJsonObject },
  ) =>
    prisma.taskProgress.upsert({
      where: { personId_course_lesson_task: place },
      create: { ...place, ...data },
      update: data,
    })
  return {
    async of(personId, course) {
      const where = { personId, course }
      const [lessons, tasks, hints, predictions] = await Promise.all([
        prisma.lessonProgress.findMany({ where, orderBy: { usedAt: 'desc' }, select: { lesson: true } }),
        prisma.taskProgress.findMany({ where }),
        prisma.hintTaken.groupBy({ by: ['lesson', 'task'], where, _max: { hint: true } }),
        prisma.prediction.findMany({ where }),
      ])
      const key = (lesson: string, task: string) => `${lesson}/${task}`
      const states = new Map<string, TaskState>(
        tasks.map(({ lesson, task, passedAt }) => [key(lesson, task), passedAt ? 'passed' : 'tried']),
      )
      const taken = new Map(hints.map(({ lesson, task, _max }) => [key(lesson, task), _max.hint ?? 0]))
      const made = new Map(predictions.map(one => [one.lesson, madePredictionOf(one)]))
      return {
        opened: lessons.map(({ lesson }) => lesson),
        state: (lesson, task) => states.get(key(lesson, task)) ?? 'open',
        hints: (lesson, task) => taken.get(key(lesson, task)) ?? 0,
        prediction: lesson => made.get(lesson) ?? null,
      }
    },
    async opened(place) {
      await prisma.lessonProgress.upsert({
        where: { personId_course_lesson: place },
        create: place,
        update: { usedAt: new Date() },
      })
    },
    async tried(place) {
      await mark(place, { triedAt: new Date() })
    },
    async lastResults(place, since) {
      const attempts = await prisma.attempt.findMany({
        where: { ...place, startedAt: { gte: since } },
        orderBy: { endedAt: 'desc' },
        distinct: ['task'],
        select: { task: true, result: true },
      })
      return new Map(
        attempts.flatMap(({ task, result }) => {
          // What an older version wrote down may not be what pages show now.
          const known = taskResultSchema.safeParse(result)
          return known.success ? [[task, known.data] as const] : []
        }),
      )
    },
    async graded(place, startedAt, result, answer) {
      const attempt = prisma.attempt.create({
        data: { ...place, outcome: result.outcome, result: result as Prisma.InputJsonObject, startedAt },
      })
      const pass =
        result.outcome === 'passed'
          ? [
              mark(place, {
                passedAt: new Date(),
                answer: (answer ?? undefined) as Prisma.InputJsonObject | undefined,
              }),
            ]
          : []
      await prisma.$transaction([attempt, ...pass])
    },
    async hintTaken(place, hint) {
      const taken = { ...place, hint }
      await prisma.hintTaken.upsert({
        where: { personId_course_lesson_task_hint: taken },
        create: taken,
        update: {},
      })
    },
    async predicted(place, expected) {
      const where = { personId_course_lesson: place }
      await prisma.prediction.upsert({ where, create: { ...place, expected }, update: {} })
      await prisma.prediction.updateMany({ where: { ...place, observed: null }, data: { expected } })
      return madePredictionOf(await prisma.prediction.findUniqueOrThrow({ where }))
    },
    async observed(place, observed) {
      await prisma.prediction.updateMany({
        where: { ...place, observed: null },
        data: { observed, observedAt: new Date() },
      })
      return madePredictionOf(
        await prisma.prediction.findUniqueOrThrow({ where: { personId_course_lesson: place } }),
      )
    },
  }
}

const madePredictionOf = ({ expected, observed }: Prediction): MadePrediction =>
  madePrediction.parse({ expected, observed })

import type { CourseSource } from '@/lib/courses/course-source'
import { lessonOf, taskOf } from '@/lib/courses/course-source'
import type { Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { Activities, Activity } from '@/lib/events/activities'
import type { Progress } from '@/lib/learning/progress'
import { seatAt } from '@/lib/workshops/course'
import type { Disposable } from '@/sandbox/process'
import type { Send } from '../outbound'
import type { Deliver, Outbox } from '../outbox'
import { type Surroundings, statementsOf } from './statement'

type StatementsOptions = {
  prisma: PrismaClient
  courses: CourseSource
  progress: Pick<Progress, 'of'>
  activities: Activities
  outbox: Pick<Outbox, 'add'>
  home: string
  secret: string
}

/** Writes down what a learning record store is to be told of what people do, before they are told themselves. */
export function noteStatements(options: StatementsOptions): Disposable {
  const { prisma, courses, progress, activities, outbox, home, secret } = options

  const workshopOf = async (activity: Activity) => {
    const seat = seatAt(activity.at)
    const found = seat && (await prisma.seat.findUnique({ where: { id: seat }, select: { workshop: true } }))
    return found ? found.workshop : undefined
  }
  const surroundingsOf = async (activity: Activity): Promise<Surroundings | undefined> => {
    const [course, workshop, done] = await Promise.all([
      courses.course(activity.course),
      workshopOf(activity),
      progress.of(activity.personId, activity.course),
    ])
    const lesson = lessonOf(course, activity.lesson)
    const task = lesson && taskOf(lesson, activity.task)
    if (!course || !lesson || !task) return undefined
    const isPassed = ({ slug, exercise }: typeof lesson) =>
      exercise.tasks.every(({ id }) => done.state(slug, id) === 'passed')
    return {
      ...{ home, course, lesson, task, workshop },
      language: workshop?.language ?? 'en',
      lessonPassed: isPassed(lesson),
      coursePassed: course.lessons.every(isPassed),
      at: new Date(),
    }
  }
  return activities.listen(async activity => {
    if (activity.type === 'hint') return
    const around = await surroundingsOf(activity)
    if (!around) return
    const statements = statementsOf(activity, around, secret)
    await outbox.add(
      statements.map(body => ({
        ...{ id: body.id, kind: 'xapi' as const, about: body.verb.display['en-US'] },
        body: body as unknown as Prisma.InputJsonObject,
      })),
    )
  })
}

/** Sends a statement to the store of this address, which holds the key and the secret in its user part. */
export function deliverStatement(send: Send, store: string): Deliver {
  const { origin, pathname, username, password } = new URL(store)
  const key = [username, password].map(decodeURIComponent).join(':')
  return async ({ id, body }) => {
    const { status } = await send({
      // PUT with the id: whoever has it already keeps it once.
      url: `${origin}${pathname.replace(/\/$/, '')}/statements?statementId=${id}`,
      method: 'PUT',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
        authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      },
    })
    if ((status < 200 || status > 299) && status !== 409) throw new Error(`answered ${status}`)
    return `answered ${status}`
  }
}

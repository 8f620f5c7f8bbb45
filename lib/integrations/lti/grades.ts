import type { CourseSource } from '@/lib/courses/course-source'
import type { LtiColumn } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import type { Activities } from '@/lib/events/activities'
import type { Progress } from '@/lib/learning/progress'
import type { Disposable } from '@/sandbox/process'
import type { Send } from '../outbound'
import type { Deliver, Outbox } from '../outbox'
import { scoreScope } from './claims'
import type { OwnKeys } from './own-keys'

/** Grades for platforms (Assignment and Grade Services 2.0): how many of a link's tasks somebody has passed. */
export interface Grades {
  /** Somebody came by a link that is graded: what they have passed already counts. */
  cameBy(column: Omit<LtiColumn, 'id'>): Promise<void>
}

type GradesOptions = {
  prisma: PrismaClient
  courses: CourseSource
  progress: Pick<Progress, 'of'>
  activities: Activities
  outbox: Pick<Outbox, 'add'>
}

export function createGrades(options: GradesOptions): Grades & Disposable {
  const { prisma, courses, progress, activities, outbox } = options

  const scoreOf = async ({ personId, course: slug, lessons, subject }: LtiColumn) => {
    const [course, done] = await Promise.all([courses.course(slug), progress.of(personId, slug)])
    const tasks = (course?.lessons ?? [])
      .filter(lesson => lessons.includes(lesson.slug))
      .flatMap(lesson => lesson.exercise.tasks.map(({ id }) => done.state(lesson.slug, id)))
    const passed = tasks.filter(state => state === 'passed').length
    return {
      userId: subject,
      scoreGiven: passed,
      scoreMaximum: tasks.length,
      activityProgress: passed < tasks.length ? 'InProgress' : 'Completed',
      // Not a final word, but all that there is to grade is: platforms show no other.
      gradingProgress: 'FullyGraded',
      // An older score that comes late is dropped by the platform.
      timestamp: new Date().toISOString(),
    }
  }
  const send = async (columns: readonly LtiColumn[]) => {
    const scores = await Promise.all(columns.map(async column => ({ column, body: await scoreOf(column) })))
    await outbox.add(
      scores
        .filter(({ body }) => body.scoreGiven > 0)
        .map(({ column, body }) => ({ kind: 'grade', columnId: column.id, about: 'grade', body })),
    )
  }
  const listening = activities.listen(async activity => {
    if (activity.type !== 'graded' || activity.result.outcome !== 'passed') return
    const { personId, course, lesson } = activity
    await send(await prisma.ltiColumn.findMany({ where: { personId, course, lessons: { has: lesson } } }))
  })
  return {
    dispose: () => listening.dispose(),
    async cameBy({ personId, lineItem, ...rest }) {
      const column = await prisma.ltiColumn.upsert({
        where: { personId_lineItem: { personId, lineItem } },
        create: { personId, lineItem, ...rest },
        update: rest,
      })
      await send([column])
    },
  }
}

/** Seconds before its end from which a token is not used any more. */
const margin = 30

/** Sends a score to where the platform keeps it, with a token that the platform gives for our signature. */
export function deliverGrade(prisma: PrismaClient, send: Send, keys: OwnKeys): Deliver {
  const tokens = new Map<string, { token: string; until: number }>()

  const tokenFor = async ({ id, tokenUrl, clientId }: { id: string; tokenUrl: string; clientId: string }) => {
    const known = tokens.get(id)
    if (known && known.until > Date.now()) return known.token
    const who = { issuer: clientId, audience: tokenUrl, seconds: 60 }
    const { status, body } = await send({
      url: tokenUrl,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await keys.sign({ sub: clientId }, who),
        scope: scoreScope,
      }).toString(),
    })
    const { access_token: token, expires_in: seconds = 60 } = status === 200 ? JSON.parse(body) : {}
    if (typeof token !== 'string') throw new Error(`the platform gave no token: ${status}`)
    tokens.set(id, { token, until: Date.now() + (seconds - margin) * 1000 })
    return token
  }

  return async ({ columnId, body }) => {
    const { lineItem, platform } = await prisma.ltiColumn.findUniqueOrThrow({
      where: { id: columnId ?? '' },
      include: { platform: true },
    })
    const url = new URL(lineItem)
    // Moodle's line items have a query, which stays at the end.
    url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`
    const { status } = await send({
      url: url.href,
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/vnd.ims.lis.v1.score+json',
        authorization: `Bearer ${await tokenFor(platform)}`,
      },
    })
    if (status === 401) tokens.delete(platform.id)
    if (status < 200 || status > 299) throw new Error(`answered ${status}`)
    return `answered ${status}`
  }
}

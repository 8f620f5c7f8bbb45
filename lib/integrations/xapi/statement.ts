import { createHash, createHmac } from 'node:crypto'
import type { Activity } from '@/lib/events/activities'

/** Where an activity is, in words and addresses. */
export type Surroundings = {
  /** The public address of this installation. */
  home: string
  course: { slug: string; title: string }
  lesson: { slug: string; title: string }
  task: { id: string; title: string }
  /** Of the workshop in whose class it is; its language, too. */
  workshop?: { id: string; title: string }
  language: string
  /** Whether every task of the lesson, and of the course, is passed now. */
  lessonPassed: boolean
  coursePassed: boolean
  at: Date
}

/** A statement of xAPI 1.0.3. */
export type Statement = ReturnType<typeof statement>

type Verb = 'launched' | 'attempted' | 'passed' | 'failed' | 'completed'
type Kind = 'course' | 'lesson' | 'assessment'
type Thing = { path: string; kind: Kind; title: string }
type Result = { success?: boolean; completion?: boolean; score?: { scaled: number } }

/**
 * What a learning record store is told of an activity. People have no name there: an account of this installation that
 * is called by a number which only its secret gives.
 */
export function statementsOf(activity: Activity, around: Surroundings, secret: string): Statement[] {
  const { course, lesson, task } = around
  const things = {
    course: { path: `/courses/${course.slug}`, kind: 'course', title: course.title },
    lesson: { path: `/courses/${course.slug}/${lesson.slug}`, kind: 'lesson', title: lesson.title },
    task: {
      path: `/courses/${course.slug}/${lesson.slug}#${task.id}`,
      kind: 'assessment',
      title: task.title,
    },
  } satisfies Record<string, Thing>
  const say = (verb: Verb, thing: Thing, parents: readonly Thing[], result?: Result, once = false) =>
    statement({ activity, around, secret, verb, thing, parents, result, once })
  const inLesson = [things.lesson]
  const completed = { completion: true, success: true }
  switch (activity.type) {
    case 'opened':
      return [say('launched', things.lesson, [things.course])]
    case 'tried':
      return [say('attempted', things.task, inLesson)]
    case 'hint':
      return []
    case 'graded': {
      const { outcome } = activity.result
      if (outcome !== 'passed')
        return [say('failed', things.task, inLesson, { success: false, score: { scaled: 0 } })]
      const passed = { success: true, completion: true, score: { scaled: 1 } }
      return [
        say('passed', things.task, inLesson, passed),
        ...(around.lessonPassed ? [say('completed', things.lesson, [things.course], completed, true)] : []),
        ...(around.coursePassed ? [say('completed', things.course, [], completed, true)] : []),
      ]
    }
  }
}

type Saying = {
  activity: Activity
  around: Surroundings
  secret: string
  verb: Verb
  thing: Thing
  parents: readonly Thing[]
  result: Result | undefined
  /** Said once of this person, whatever happens later. */
  once: boolean
}

function statement({ activity, around, secret, verb, thing, parents, result, once }: Saying) {
  const { home, language, workshop, at } = around
  const { personId } = activity
  const inCourse: Thing = {
    path: `/courses/${around.course.slug}`,
    kind: 'course',
    title: around.course.title,
  }
  const inClass: Thing | undefined = workshop && {
    ...{ path: `/workshops/${workshop.id}`, kind: 'course', title: workshop.title },
  }
  const shown = ({ path, kind, title }: Thing) => ({
    objectType: 'Activity' as const,
    id: home + path,
    definition: { type: `http://adlnet.gov/expapi/activities/${kind}`, name: { [language]: title } },
  })
  const grouping = [inCourse, ...(inClass ? [inClass] : [])].filter(({ path }) => path !== thing.path)
  return {
    id: uuidOf(secret, personId, verb, thing.path, once ? '' : `${at.toISOString()} ${Math.random()}`),
    actor: {
      objectType: 'Agent' as const,
      account: { homePage: home, name: pseudonym(secret, personId) },
    },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
    object: shown(thing),
    ...(result && { result }),
    context: {
      // One for all that somebody does in one place: a course, a seat in a class.
      registration: uuidOf(secret, personId, activity.at),
      platform: 'netpol-lab',
      language,
      contextActivities: {
        ...(parents.length > 0 && { parent: parents.map(shown) }),
        ...(grouping.length > 0 && { grouping: grouping.map(shown) }),
      },
    },
    timestamp: at.toISOString(),
  }
}

/** The same for the same person at any time. */
const pseudonym = (secret: string, personId: string) =>
  createHmac('sha256', secret).update('xapi actor').update('\0').update(personId).digest('hex').slice(0, 32)

/** A UUID of these words, in the form of version 5 (RFC 9562). */
function uuidOf(secret: string, ...words: string[]): string {
  const bytes = createHash('sha256')
    .update([secret, ...words].join('\0'))
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

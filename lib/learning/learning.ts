import type { Course, Lesson } from '@/lib/courses'
import { lessonOf, taskOf } from '@/lib/courses/course-source'
import { readDiagrams } from '@/lib/courses/diagrams'
import { Refusal } from '@/lib/refusal'
import type { LessonText } from '@/lib/runtime'
import { refuseWaiting } from '@/lib/sandboxes/life-cycle/refuse-waiting'
import type { OpenSandbox, SandboxRow } from '@/lib/sandboxes/open-sandbox'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { CourseOutline, LessonPage, MadePrediction, Person } from '@/protocol'
import type { TaskResult } from '@/sandbox/exercise'
import { clusterNotes } from './cluster-notes'
import { inSandbox } from './in-sandbox'
import { lessonPageOf } from './page/lesson-page'
import { coursePath, outlineOf, taskToShow } from './page/outline'
import { noProgress } from './progress'
import { createSession, type Session, type SessionOptions } from './session/session'

/** What a person can do: look at courses, open lessons in their sandbox, be graded. Refuses with `Refusal`. */
export interface Learning {
  /** Every course, in the order of the content directories. */
  courses(person: Person | null): Promise<CourseOutline[]>
  /** Null: no such course. */
  courseOutline(person: Person | null, course: string): Promise<CourseOutline | null>
  /** Null: no such lesson. See `Runtime.lessonPage`. */
  lessonPage(person: Person, course: string, lesson: string): Promise<LessonPage | null>
  /** The same in a sandbox that is this person's already, of a course as it is taught there. */
  lessonPageIn(
    person: Person,
    where: { sandbox: string; course: Course; base: string },
    lesson: string,
  ): Promise<LessonPage | null>
  /** Null: no such lesson. */
  lessonText(course: string, lesson: string, sandbox?: string): Promise<LessonText | null>
  /** The person's sandbox for a course. */
  assign(person: Person, course: string): Promise<string>
  openLesson(
    person: Person,
    sandbox: string,
    request: {
      lesson: string
      task?: string
      replace: boolean
      /** Also one that is not open yet. */
      closed?: boolean
    },
  ): Promise<{ lesson: string; task: string }>
  reset(person: Person, sandbox: string): Promise<{ lesson: string; task: string }>
  check(
    person: Person,
    sandbox: string,
    request: { lesson: string; task: string; answers: Readonly<Record<string, string>> },
  ): Promise<TaskResult>
  /**
   * Grades the open task as it stands, for somebody who helps: it is no attempt, and the learner's pages are not told.
   * What is answered in words is not known to them and left out.
   */
  inspect(person: Person, sandbox: string): Promise<{ lesson: string; task: string; result: TaskResult }>
  predict(
    person: Person,
    sandbox: string,
    request: { lesson: string; expected: MadePrediction['expected'] },
  ): Promise<MadePrediction>
  takeHint(
    person: Person,
    hint: { course: string; lesson: string; task: string; hint: number; sandbox?: string },
  ): Promise<void>
  /** Puts a sandbox that is nobody's yet at the start of a lesson. */
  prepare(sandbox: string, lesson: string): Promise<void>
  /** The sandbox is this person's from now on. */
  give(sandbox: string, personId: string): Promise<void>
}

/** Also answers what to do with a sandbox that was just opened. */
export function createLearning(
  options: SessionOptions,
  sandboxes: () => Sandboxes,
): Learning & { onOpen(open: OpenSandbox, row: SandboxRow): void; onGive(open: OpenSandbox): void } {
  const { courses, progress, activities, refuseClosed, log } = options
  const sessions = new WeakMap<OpenSandbox, Session>()

  const sessionOf = async (person: Person, id: string) => {
    const open = await sandboxes().open(person.id, id)
    const session = open && sessions.get(open)
    if (!open || !session) throw new Refusal('not-found', 'There is no such sandbox.')
    return { open, session }
  }
  /** The same, to be worked with now. Refused with `no-capacity` while it waits. */
  const sessionNow = async (person: Person, id: string) => {
    const found = await sessionOf(person, id)
    refuseWaiting(found.open)
    return found
  }
  const progressOf = (person: Person | null, course: string) =>
    person ? progress.of(person.id, course) : Promise.resolve(noProgress)
  const textOf = async (course: string, lesson: string): Promise<Lesson> => {
    const text = lessonOf(await courses.course(course), lesson)
    if (!text) throw new Refusal('unknown-lesson', 'There is no such lesson.')
    return text
  }
  const openNow = ({ lesson, task }: Session) => {
    if (lesson === null || task === null)
      throw new Refusal('lesson-not-open', 'No lesson is open in this sandbox.')
    return { lesson, task }
  }

  const lessonPageIn: Learning['lessonPageIn'] = async (
    person,
    { sandbox: id, course, base },
    lessonSlug,
  ) => {
    const lesson = lessonOf(course, lessonSlug)
    if (!lesson) return null
    const done = await progress.of(person.id, course.slug)
    let task = taskToShow(lesson, done)
    const { open, session } = await sessionOf(person, id)
    const { provider } = open
    const elsewhere = session.lesson !== null && session.lesson !== lessonSlug
    const current = elsewhere ? null : session.task
    if (current !== null && done.state(lessonSlug, current) !== 'passed') task = current
    // Not awaited: the page is sent while the cluster starts. But queued before the page can connect.
    if (!elsewhere)
      session.open(inSandbox(lesson, open), task, false).catch(error => {
        if (!(error instanceof Refusal))
          log.warn('lesson.open-failed', { sandbox: id, lesson: lessonSlug, error })
      })
    const startedAt = session.lesson === lessonSlug ? session.startedAt : null
    const place = { personId: person.id, course: course.slug, lesson: lessonSlug }
    const results = startedAt ? await progress.lastResults(place, startedAt) : new Map()
    return lessonPageOf(course, inSandbox(lesson, open), done, {
      ...{ base, sandbox: id, task, startedAt, results },
      notes: clusterNotes(lesson.exercise, provider, id),
      flowLog: provider.capabilities.flowLog,
    })
  }

  return {
    onOpen(open, row) {
      sessions.set(open, createSession(open, row, options))
    },
    // Not awaited: whoever comes need not wait for the cluster.
    onGive(open) {
      sessions
        .get(open)
        ?.refresh()
        .catch(error => log.warn('lesson.refresh-failed', { sandbox: open.id, error }))
    },
    async courses(person) {
      const all = await courses.all()
      return Promise.all(all.map(async course => outlineOf(course, await progressOf(person, course.slug))))
    },
    async courseOutline(person, slug) {
      const course = await courses.course(slug)
      return course && outlineOf(course, await progressOf(person, slug))
    },
    async lessonPage(person, slug, lesson) {
      const course = await courses.course(slug)
      if (!lessonOf(course, lesson) || !course) return null
      const sandbox = await sandboxes().assign(person.id, slug)
      return lessonPageIn(person, { sandbox, course, base: coursePath(slug) }, lesson)
    },
    lessonPageIn,
    async lessonText(course, lesson, sandbox) {
      const found = lessonOf(await courses.course(course), lesson)
      if (!found) return null
      const text =
        sandbox === undefined
          ? found
          : inSandbox(found, { id: sandbox, provider: await sandboxes().providerOf(sandbox) })
      const tasks = text.exercise.tasks.flatMap(task => [task.text, ...task.hints, task.success])
      const { drawn } = await readDiagrams(text, text.slug)
      return { mdx: text.mdx, diagrams: drawn, tasks }
    },
    async assign(person, course) {
      if (!(await courses.course(course))) throw new Refusal('unknown-course', 'There is no such course.')
      return sandboxes().assign(person.id, course)
    },
    async openLesson(person, id, { lesson, task, replace, closed = false }) {
      const { open, session } = await sessionNow(person, id)
      if (!closed) await refuseClosed(open.place, lesson)
      const text = await textOf(open.course, lesson)
      const wanted = task ?? taskToShow(text, await progress.of(person.id, open.course))
      if (!taskOf(text, wanted)) throw new Refusal('unknown-task', 'This lesson has no such task.')
      await session.open(inSandbox(text, open), wanted, replace)
      return openNow(session)
    },
    async reset(person, id) {
      const { session } = await sessionNow(person, id)
      await session.reset()
      return openNow(session)
    },
    async check(person, id, { lesson, task, answers }) {
      const { session } = await sessionNow(person, id)
      return session.check(lesson, task, answers)
    },
    async inspect(person, id) {
      const { session } = await sessionOf(person, id)
      return { ...openNow(session), result: await session.inspect() }
    },
    async predict(person, id, { lesson, expected }) {
      const { session } = await sessionNow(person, id)
      return session.predict(lesson, expected)
    },
    async prepare(id, lesson) {
      const open = await sandboxes().openAny(id)
      const session = open && sessions.get(open)
      if (!session) throw new Refusal('not-found', 'There is no such sandbox.')
      if (open.turn !== null)
        throw new Refusal(
          'no-capacity',
          'All sandboxes are in use. This one is made when there is room and somebody comes.',
        )
      const text = await textOf(open.course, lesson)
      await session.open(inSandbox(text, open), taskToShow(text, noProgress), false)
    },
    async give(id, personId) {
      const open = await sandboxes().openAny(id)
      if (!open || open.personId === personId) return
      await sandboxes().give(id, personId)
    },
    async takeHint(person, { course, lesson, task, hint, sandbox }) {
      const text = await textOf(course, lesson)
      const hints = taskOf(text, task)?.hints
      if (!hints || hint > hints.length) throw new Refusal('unknown-task', 'There is no such hint.')
      const place = { personId: person.id, course, lesson, task }
      await progress.hintTaken(place, hint)
      const open = sandbox === undefined ? null : await sandboxes().open(person.id, sandbox)
      await activities.tell({ type: 'hint', at: open?.place ?? course, ...place, hint })
    },
  }
}

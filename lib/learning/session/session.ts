import type { Lesson } from '@/lib/courses'
import { type CourseSource, lessonOf, startKey, taskOf } from '@/lib/courses/course-source'
import type { PrismaClient } from '@/lib/database/database'
import type { Activities } from '@/lib/events/activities'
import type { Log } from '@/lib/operations/log'
import { Refusal } from '@/lib/refusal'
import { backOff } from '@/lib/sandboxes/back-off'
import type { OpenSandbox, SandboxRow } from '@/lib/sandboxes/open-sandbox'
import type { MadePrediction } from '@/protocol'
import { surroundingsOf, type TaskResult } from '@/sandbox/exercise'
import type { Grade } from '@/sandbox/grader/grade'
import { type Sandbox, SandboxTrouble, type SeenFlow } from '@/sandbox/provider'
import { objectHash } from '../answer/object-hash'
import { inSandbox } from '../in-sandbox'
import { type LessonPlace, noProgress, type Progress } from '../progress'
import { gradeTask } from './grade-task'
import { putHomeFiles } from './home-files'
import { inspectTask } from './inspect-task'
import { seenAs } from './seen-as'
import { asksToTry } from './tried'

export type SessionOptions = {
  prisma: PrismaClient
  courses: CourseSource
  progress: Progress
  grade: Grade
  /** Hears what was learned, before the learner does. */
  activities: Activities
  /** Refuses a lesson that is not open yet in a place. */
  refuseClosed: (place: string, lesson: string) => Promise<void>
  log: Log
}

/** What is open in one sandbox: a lesson, a task of it, and the start state they were given. */
export interface Session {
  readonly lesson: string | null
  readonly task: string | null
  /** When the start state that is there was given; null while there is none. */
  readonly startedAt: Date | null
  /**
   * Opens a task of a lesson (as it is in this sandbox), applying its start state unless that is the one the sandbox was given last. Refused with
   * `objects-changed` when that would lose what the learner changed, unless `replace`.
   */
  open(lesson: Lesson, task: string, replace: boolean): Promise<void>
  /** Tells viewers what is open, of whose it is now. */
  refresh(): Promise<unknown>
  /** Applies the start state again; files stay. */
  reset(): Promise<void>
  /** Grades a task of the open lesson. What it tells comes on the sandbox's feed as well. */
  check(lesson: string, task: string, answers: Readonly<Record<string, string>>): Promise<TaskResult>
  /** Grades the open task, of its objects alone: nothing is kept, nobody is told. */
  inspect(): Promise<TaskResult>
  /** Keeps what the learner expects of the open lesson's first probe. */
  predict(lesson: string, expected: MadePrediction['expected']): Promise<MadePrediction>
}

export function createSession(open: OpenSandbox, row: SandboxRow, options: SessionOptions): Session {
  const { prisma, courses, progress, activities, log } = options
  const { feed, provider } = open
  let { lesson, task, start, startHash, startedAt } = row
  /** The flow log's sequence at the task's start; the log lives as long as the open sandbox does. */
  let since = 0
  let grading = false
  let asked: ReturnType<typeof asksToTry> | undefined
  /** A prediction whose connection was not seen yet. */
  let awaited: { made: MadePrediction; isIt: ReturnType<typeof seenAs> } | undefined
  /** Predictions are written down one after the other, and what was observed after what was expected. */
  let written: Promise<unknown> = Promise.resolve()

  const place = (): LessonPlace => {
    if (open.personId === null) throw new Refusal('not-found', 'Nobody sits here yet.')
    return { personId: open.personId, course: open.course, lesson: lesson ?? '' }
  }
  const course = () => courses.course(open.course)
  const now = () => ({ lesson, task, startedAt: startedAt?.getTime() ?? null })
  const lastFlow = (sandbox: Sandbox) => sandbox.flows.since(since).at(-1)?.sequence ?? since
  const save = () =>
    prisma.sandbox.update({
      where: { id: open.id },
      data: { lesson, task, start, startHash, startedAt, usedAt: new Date() },
      select: { id: true },
    })
  const lessonHere = async (slug: string): Promise<Lesson | undefined> => {
    const text = lessonOf(await course(), slug)
    return text && inSandbox(text, open)
  }
  const textOf = async (slug: string | null): Promise<Lesson> => {
    const text = slug === null ? undefined : await lessonHere(slug)
    if (!text) throw new Refusal('lesson-not-open', 'No lesson is open in this sandbox.')
    return text
  }

  const awaitPredicted = ({ exercise }: Lesson, made: MadePrediction | null) => {
    const { prediction, roles } = exercise
    const isOpen = prediction && made && made.observed === null
    awaited = isOpen ? { made, isIt: seenAs(roles, [prediction.flow]) } : undefined
  }

  /** Tells viewers what is open, its objects, and which of its tasks were passed. */
  const show = async (text: Lesson) => {
    const [done] = await Promise.all([
      open.personId === null ? noProgress : progress.of(open.personId, open.course),
      open.catchUp(),
    ])
    asked = task === null ? undefined : asksToTry(text.exercise, task)
    awaitPredicted(text, done.prediction(text.slug))
    feed.setPassed(
      text.exercise.tasks.map(({ id }) => id).filter(id => done.state(text.slug, id) === 'passed'),
    )
    const { hiddenPolicies } = await open.sandbox
    feed.setState({ ...now(), hiddenPolicies: [...hiddenPolicies], state: 'ready', message: undefined })
    feed.resync()
  }

  const hashNow = async () => objectHash(await open.client)

  const applyStart = async (sandbox: Sandbox, text: Lesson, wanted: string, keepsPods = true) => {
    // Written down before anything changes: after a crash half-way, the start is applied again.
    ;[lesson, task, start, startHash, startedAt] = [text.slug, wanted, null, null, null]
    await save()
    const { exercise } = text
    const { hiddenPolicies } = exercise
    feed.setState({ ...now(), hiddenPolicies, state: 'preparing', message: undefined })
    let hash: string
    try {
      await sandbox.reset({
        ...surroundingsOf(exercise),
        keepsPods,
        objects: taskOf(text, wanted)?.start ?? exercise.start,
      })
      await putHomeFiles(sandbox.files, text)
      hash = await hashNow()
    } catch (error) {
      log.error('lesson.start-failed', { sandbox: open.id, lesson, task, error })
      const why = error instanceof SandboxTrouble ? `${error.message} ` : ''
      const isPassing = error instanceof SandboxTrouble && error.isPassing
      const next = isPassing
        ? 'It is tried again by and by; Reset tries it at once.'
        : 'Reset tries it again.'
      const message = `The start of this lesson could not be set up. ${why}${next}`
      feed.setState({ state: 'failed', message })
      if (isPassing) void startLater(text, wanted)
      throw new Refusal('start-failed', message, { cause: error })
    }
    since = lastFlow(sandbox)
    ;[start, startHash, startedAt] = [startKey(text, wanted), hash, new Date()]
    await save()
    await show(text)
    if (exercise.welcome !== undefined) await open.welcome(exercise.welcome)
  }

  let isStartingLater = false
  /** Tries a start that failed again and again, until it is there or something else was opened. */
  const startLater = async (text: Lesson, wanted: string) => {
    if (isStartingLater) return
    isStartingLater = true
    try {
      const isAwaited = () =>
        start === null && lesson === text.slug && task === wanted && !open.closing.aborted
      for (const pauses = backOff(); isAwaited(); ) {
        await pauses.next(open.closing)
        await open
          .exclusive(async sandbox => isAwaited() && applyStart(sandbox, text, wanted))
          .catch(() => {})
      }
    } finally {
      isStartingLater = false
    }
  }

  const resume = async (sandbox: Sandbox) => {
    if (lesson === null) return feed.setState({ state: 'ready' })
    const text = await lessonHere(lesson)
    // The course no longer has this lesson: nothing is open, the objects stay.
    if (!text) {
      ;[lesson, task, start, startHash, startedAt] = [null, null, null, null, null]
      await save()
      return feed.setState({ ...now(), state: 'ready' })
    }
    if (task === null || !taskOf(text, task)) task = text.exercise.tasks[0]!.id
    if (start === null || sandbox.isFresh) return applyStart(sandbox, text, task)
    await show(text)
  }
  open.exclusive(resume).catch(error => log.error('lesson.resume-failed', { sandbox: open.id, error }))

  const noteTried = (seen: SeenFlow) => {
    if (task === null || open.personId === null || feed.passed.includes(task)) return
    if (!asked?.(seen, feed.objects)) return
    // Once is enough for this task; the next one asks anew.
    asked = undefined
    const tried = task
    const where = { ...place(), task: tried }
    const noted = progress
      .tried(where)
      .then(() => activities.tell({ type: 'tried', at: open.place, ...where }))
    noted.then(
      () => feed.tell({ type: 'task', task: tried, passed: false }),
      error => log.error('progress.tried-failed', { sandbox: open.id, error }),
    )
  }
  const notePredicted = (seen: SeenFlow) => {
    if (!awaited?.isIt(seen, feed.objects)) return
    awaited = undefined
    const where = place()
    written = written
      .then(() => progress.observed(where, seen.outcome))
      .then(
        made => feed.tell({ type: 'prediction', lesson: where.lesson, made }),
        error => log.error('progress.observed-failed', { sandbox: open.id, error }),
      )
  }
  open.sandbox.then(
    sandbox =>
      sandbox.flows.watch(seen => {
        noteTried(seen)
        notePredicted(seen)
      }),
    () => {},
  )

  const oneGrading = async (grade: (sandbox: Sandbox) => Promise<TaskResult>) => {
    if (grading) throw new Refusal('check-running', 'A check is running already.')
    grading = true
    try {
      return await open.exclusive(grade)
    } finally {
      grading = false
    }
  }

  return {
    get lesson() {
      return lesson
    },
    get task() {
      return task
    },
    get startedAt() {
      return startedAt
    },
    open: (text, wanted, replace) =>
      open.exclusive(async sandbox => {
        if (start !== startKey(text, wanted) || sandbox.isFresh) {
          if (start !== null && !sandbox.isFresh && !replace && (await hashNow()) !== startHash)
            throw new Refusal(
              'objects-changed',
              'Opening this replaces the objects in your cluster, and you have changed some since the last start.',
            )
          await applyStart(sandbox, text, wanted)
        } else if (task !== wanted) {
          task = wanted
          since = lastFlow(sandbox)
          await save()
          await show(text)
        }
        if (open.personId === null || task === null) return
        await progress.opened(place())
        await activities.tell({ type: 'opened', at: open.place, ...place(), task })
      }),
    refresh: () => open.exclusive(async () => lesson !== null && show(await textOf(lesson))),
    reset: () =>
      open.exclusive(async sandbox => {
        const text = await textOf(lesson)
        await applyStart(sandbox, text, task ?? text.exercise.tasks[0]!.id, false)
      }),
    check: (wantedLesson, wanted, answers) =>
      oneGrading(async sandbox => {
        if (lesson !== wantedLesson)
          throw new Refusal('lesson-not-open', 'Another lesson is open in this sandbox now.')
        const text = await textOf(lesson)
        if (!taskOf(text, wanted)) throw new Refusal('unknown-task', 'This lesson has no such task.')
        if (startKey(text, wanted) !== start)
          throw new Refusal('task-not-open', 'This task starts from another state: open it first.')
        return gradeTask({
          ...options,
          ...{ feed, provider, sandbox },
          client: await open.client,
          lesson: text,
          place: { ...place(), task: wanted },
          at: open.place,
          answers,
          since,
        })
      }),
    inspect: () =>
      oneGrading(async sandbox =>
        inspectTask({ ...options, provider, sandbox, lesson: await textOf(lesson), task, since }),
      ),
    async predict(wanted, expected) {
      if (lesson !== wanted)
        throw new Refusal('lesson-not-open', 'Another lesson is open in this sandbox now.')
      const text = await textOf(lesson)
      if (!text.exercise.prediction) throw new Refusal('unknown-task', 'This lesson asks for no prediction.')
      const where = place()
      // Who is quick tries it while this is being written down.
      awaitPredicted(text, { expected, observed: null })
      const writing = written.then(() => progress.predicted(where, expected))
      written = writing.catch(() => {})
      const made = await writing
      if (made.observed !== null) awaited = undefined
      feed.tell({ type: 'prediction', lesson: wanted, made })
      return made
    },
  }
}

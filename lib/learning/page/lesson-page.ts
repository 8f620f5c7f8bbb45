import type { Course, Lesson } from '@/lib/courses'
import type { LessonPage } from '@/protocol'
import { exerciseOf, type TaskResult } from '@/sandbox/exercise'
import type { CourseProgress } from '../progress'
import { namedAddresses } from './named-addresses'
import { outlineOf } from './outline'
import { questionsOf } from './questions'

type OpenTask = {
  /** Where the pages of the course are. */
  base: string
  sandbox: string
  /** The one to show. */
  task: string
  startedAt: Date | null
  /** By task, what its last check since then found. */
  results: ReadonlyMap<string, TaskResult>
  notes: LessonPage['notes']
  /** Does the cluster keep a log of connections? */
  flowLog: boolean
}

/** Everything that the page of a lesson shows. What is right stays here. */
export function lessonPageOf(
  course: Course,
  lesson: Lesson,
  progress: CourseProgress,
  { base, sandbox, task, startedAt, results, notes, flowLog }: OpenTask,
): LessonPage {
  const { slug, number, title, minutes, abilities, exercise } = lesson
  const next = course.lessons[course.lessons.findIndex(one => one.slug === slug) + 1]
  return {
    course: outlineOf(course, progress, base),
    lesson: { slug, number, title, minutes, abilities: [...abilities], next: next?.slug ?? null },
    exercise: {
      namespace: exercise.namespace,
      addresses: namedAddresses(exercise),
      welcome: exercise.welcome,
      roles: exerciseOf(exercise, task)?.roles ?? exercise.roles,
      prediction: exercise.prediction
        ? {
            question: exercise.prediction.question,
            why: exercise.prediction.why,
            made: progress.prediction(slug),
          }
        : null,
      tasks: exercise.tasks.map(one => ({
        id: one.id,
        title: one.title,
        namespace: one.namespace ?? exercise.namespace,
        text: one.text,
        hints: one.hints,
        hintsTaken: progress.hints(slug, one.id),
        success: one.success,
        state: progress.state(slug, one.id),
        lastResult: results.get(one.id) ?? null,
        ...questionsOf(one, { ...exercise.roles, ...one.roles }, { flowLog }),
        kinds: [...new Set([...(one.intent ? ['flow'] : []), ...one.checks.map(({ kind }) => kind)])],
      })),
    },
    notes,
    sandbox,
    task,
    startedAt: startedAt?.getTime() ?? null,
  }
}

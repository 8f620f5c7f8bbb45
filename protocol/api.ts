import { z } from 'zod'
import { roleSchema, taskResultSchema } from '@/sandbox/exercise'
import { keepable } from './people'
import { madePrediction } from './prediction'
import { taskQuestions } from './questions'

/**
 * Bodies of `/api/v1`. Every error is `application/problem+json` (RFC 9457) with a stable `code`.
 *
 *   POST   /api/v1/sandboxes                 openCourse       -> sandboxRef
 *   POST   /api/v1/sandboxes/{id}/lesson     openLesson       -> openedLesson   409 objects-changed
 *   POST   /api/v1/sandboxes/{id}/reset      (nothing)        -> openedLesson
 *   POST   /api/v1/sandboxes/{id}/extension  (nothing)        -> sandboxExtended
 *   POST   /api/v1/sandboxes/{id}/checks     checkTask        -> taskResult (progress comes on the live socket)
 *                                                                409 lesson-not-open, task-not-open, check-running
 *   POST   /api/v1/sandboxes/{id}/prediction predict         -> madePrediction (observed comes on the live socket)
 *   GET    /api/v1/sandboxes/{id}/files      ?path=           -> fileContent, fileList for a directory; &absent=null: fileAbsent for neither
 *   PUT    /api/v1/sandboxes/{id}/files      fileContent      -> 204
 *   DELETE /api/v1/sandboxes/{id}/files      ?path=           -> 204
 *   POST   /api/v1/hints                     takeHint         -> 204
 *   GET    /api/v1/courses/{course}                           -> courseOutline
 *   GET    /api/v1/me                                         -> person
 *   PATCH  /api/v1/me                        renamePerson     -> person
 */
export const problem = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
})
export type Problem = z.infer<typeof problem>

export const openCourse = z.strictObject({ course: z.string() })
export const sandboxRef = z.object({ sandbox: z.string() })
/** Milliseconds since 1970 when it ends for good; null: never. */
export const sandboxExtended = z.object({ expiresAt: z.number().nullable() })
export const openLesson = z.strictObject({
  lesson: z.string(),
  task: z.string().optional(),
  /** Start anew although the learner changed objects. */
  replace: z.boolean().default(false),
})
export const openedLesson = z.object({ lesson: z.string(), task: z.string() })
export const checkTask = z.strictObject({
  /** Must be the lesson that is open in the sandbox, else 409 lesson-not-open. */
  lesson: z.string(),
  task: z.string(),
  answers: z.record(keepable, keepable).default({}),
})
export const fileContent = z.strictObject({ path: z.string(), text: z.string().max(2_000_000) })
/** What nobody has written yet, where the asker does not take that for an error. */
export const fileAbsent = z.strictObject({ path: z.string(), text: z.null() })
export const fileList = z.object({
  path: z.string(),
  entries: z.array(z.object({ name: z.string(), directory: z.boolean() })),
})
export const takeHint = z.strictObject({
  course: z.string(),
  lesson: z.string(),
  task: z.string(),
  hint: z.number().int().min(1).max(3),
  /** Where it was shown. */
  sandbox: z.string().optional(),
})

export const taskState = z.enum(['open', 'tried', 'passed'])

export const courseOutline = z.object({
  slug: z.string(),
  /** Where its pages are: `/courses/<slug>`, or those of a workshop. */
  base: z.string(),
  title: z.string(),
  description: z.string(),
  /** Where "Start now" begins. */
  start: z.string(),
  lessons: z.array(
    z.object({
      slug: z.string(),
      number: z.string(),
      title: z.string(),
      minutes: z.number(),
      summary: z.string(),
      tasks: z.array(z.object({ id: z.string(), title: z.string(), state: taskState })),
      opened: z.boolean(),
      passed: z.boolean(),
    }),
  ),
  /** Where "Continue" goes: the first task not passed of the lesson opened last. */
  continueAt: z.object({ lesson: z.string(), task: z.string() }).nullable(),
})
export type CourseOutline = z.infer<typeof courseOutline>

/** Everything the lesson page needs, made on the server. */
export const lessonPage = z.object({
  course: courseOutline,
  lesson: z.object({
    slug: z.string(),
    number: z.string(),
    title: z.string(),
    minutes: z.number(),
    abilities: z.array(z.string()),
    next: z.string().nullable(),
  }),
  exercise: z.object({
    namespace: z.string(),
    /** Outside the cluster, that a task is about. */
    addresses: z.array(z.string()),
    welcome: z.string().optional(),
    roles: z.record(z.string(), roleSchema),
    prediction: z
      .object({ question: z.string(), why: z.string(), made: madePrediction.nullable() })
      .nullable(),
    tasks: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        /** Where it takes place: the lesson's, or one of its own. */
        namespace: z.string(),
        text: z.string(),
        hints: z.array(z.string()),
        hintsTaken: z.number(),
        success: z.string(),
        state: taskState,
        /** What the last check since the start found. */
        lastResult: taskResultSchema.nullable(),
        ...taskQuestions,
        /** Kinds of its checks, e.g. `quiz`. */
        kinds: z.array(z.string()),
      }),
    ),
  }),
  /** What the cluster changes in this lesson: messages `page.lesson.cluster.<id>`. */
  notes: z.array(
    z.object({
      id: z.enum(['shared', 'prepared', 'deletes', 'plug-in', 'hosts', 'hidden']),
      /** Those of the learner, as they are called there. */
      namespaces: z.array(z.string()).optional(),
    }),
  ),
  sandbox: z.string(),
  task: z.string(),
  /** Of the start that `lastResult` is about, as in the sandbox's state. */
  startedAt: z.number().nullable(),
})
export type LessonPage = z.infer<typeof lessonPage>

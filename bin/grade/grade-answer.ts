import { posix } from 'node:path'
import type { Lesson } from '@/lib/courses'
import { inSandbox } from '@/lib/learning/in-sandbox'
import { putHomeFiles } from '@/lib/learning/session/home-files'
import { type Check, surroundingsOf, type TaskResult } from '@/sandbox/exercise'
import { type Grade, grade as gradeTask } from '@/sandbox/grader/grade'
import { outcomeOf } from '@/sandbox/grader/outcome'
import type { Sandbox, SandboxProvider, Translation } from '@/sandbox/provider'
import { type Answer, scriptName } from './answer'
import type { AnswerResult } from './report'
import { patience as answerPatience, runAnswer } from './run-answer'

const place = '/home/learner/answer'

export type GradeAnswerOptions = {
  provider: SandboxProvider
  lesson: Lesson
  answer: Answer
  /** One task alone, else all in order. */
  task?: string
  /** What the answer's commands print. */
  onOutput?: (text: string) => void
  /** Milliseconds that the answer may run. */
  patience?: number
  /** What grades each task; bench grades more than once. */
  grade?: Grade
  /** Of a sandbox to use, and to leave; one of its own unless given. */
  id?: string
}

/**
 * Start state, answer, grading, in a sandbox of its own that is gone afterwards. A task with a start of its own gets
 * that start and the answer anew. Questions are graded when the answer brings answers.
 */
export async function gradeAnswer(options: GradeAnswerOptions): Promise<AnswerResult> {
  const { provider, grade = gradeTask, id = `grade-${crypto.randomUUID()}` } = options
  const translation = provider.translation?.(id, options.lesson.exercise)
  const lesson = inSandbox(options.lesson, { id, provider })
  const answer = answerIn(options.answer, translation)
  const sandbox = await provider.open(id)
  try {
    const tasks: TaskResult[] = []
    let standing: unknown
    for (const task of gradableTasks({ ...options, lesson, answer })) {
      const start = task.start ?? lesson.exercise.start
      if (standing !== start) {
        await sandbox.reset({
          ...surroundingsOf(lesson.exercise),
          keepsPods: true,
          objects: start,
        })
        await play(sandbox, { ...options, lesson, answer })
        standing = start
      }
      const result = await grade({
        sandbox,
        capabilities: provider.capabilities,
        exercise: { ...lesson.exercise, tasks: [task] },
        task: task.id,
        answers: answer.quiz?.[task.id],
        since: 0,
      })
      tasks.push(result)
    }
    return { answer: answer.directory, outcome: outcomeOf(tasks), tasks }
  } finally {
    if (options.id === undefined) await provider.delete(id)
  }
}

const questions: ReadonlySet<Check['kind']> = new Set(['quiz', 'answer', 'truth-table'])
const isQuestion = ({ kind }: Check) => questions.has(kind)

/** The answer's manifests, scripts and typed answers with the names that namespaces have in the sandbox. */
function answerIn(answer: Answer, translation: Translation | undefined): Answer {
  if (!translation) return answer
  const renamed = ([path, content]: [string, Uint8Array]) =>
    [path, new TextEncoder().encode(translation.toSandbox(new TextDecoder().decode(content)))] as const
  return {
    ...answer,
    files: new Map([...answer.files].map(renamed)),
    ...(answer.quiz && { quiz: translation.toSandbox(marked(answer.quiz)) }),
  }
}

/** `shop/web` typed alone is no name that a text would tell from a path: marked, as a sentence has it, it is. */
const marked = (quiz: NonNullable<Answer['quiz']>): NonNullable<Answer['quiz']> =>
  mapValues(quiz, typed =>
    mapValues(typed, text => text.replaceAll(/(?<![\w./`-])[a-z0-9-]+\/[a-z0-9-]+(?![\w./-])/g, '`$&`')),
  )

const mapValues = <T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))

/** Checks that no manifest can pass are left out, and tasks that consist of nothing else. */
function gradableTasks({
  lesson,
  answer,
  task: only,
  provider,
}: GradeAnswerOptions): Lesson['exercise']['tasks'] {
  const { flowLog } = provider.capabilities
  const isGradable = (check: Check, task: string) =>
    isQuestion(check)
      ? answer.quiz?.[task] !== undefined
      : check.kind !== 'tried' ||
        (flowLog ? answer.files.has(scriptName) : answer.quiz?.[task]?.[check.id] !== undefined)
  return lesson.exercise.tasks
    .filter(({ id }) => only === undefined || id === only)
    .map(task => ({ ...task, checks: task.checks.filter(check => isGradable(check, task.id)) }))
    .filter(({ intent, checks }) => intent !== undefined || checks.length > 0)
}

async function play(sandbox: Sandbox, options: GradeAnswerOptions): Promise<void> {
  const { answer, lesson, onOutput = () => {}, patience = answerPatience } = options
  const { files } = sandbox
  await putHomeFiles(files, lesson)
  await files.remove(place, { recursive: true, force: true })
  await files.makeDirectory(place, { recursive: true })
  for (const [path, content] of answer.files) {
    await files.makeDirectory(posix.join(place, posix.dirname(path)), { recursive: true })
    await files.write(posix.join(place, path), content)
  }
  if (answer.files.size === 0 && !answer.quiz)
    onOutput(`${answer.directory}: there are no files; graded is the start state as it is\n`)
  if (answer.files.size > 0) await runAnswer(sandbox, place, answer, { onOutput, patience })
}

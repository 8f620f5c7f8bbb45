import type { Lesson } from '@/lib/courses'
import { taskOf } from '@/lib/courses/course-source'
import { Refusal } from '@/lib/refusal'
import type { TaskResult } from '@/sandbox/exercise'
import type { Grade } from '@/sandbox/grader/grade'
import type { Sandbox, SandboxProvider } from '@/sandbox/provider'
import { withinTime } from './within-time'

type Inspection = {
  grade: Grade
  provider: SandboxProvider
  sandbox: Sandbox
  lesson: Lesson
  task: string | null
  since: number
}

/** What a learner answers in words is on their page alone. */
const answered = ['quiz', 'truth-table', 'answer']

/** Grades a task of its objects alone. Refused with `lesson-not-open`, `unusable-answer`, `check-timeout`. */
export async function inspectTask({
  grade,
  provider,
  sandbox,
  lesson,
  task: id,
  since,
}: Inspection): Promise<TaskResult> {
  const { exercise } = lesson
  const task = id === null ? undefined : taskOf(lesson, id)
  if (!task) throw new Refusal('lesson-not-open', 'No lesson is open in this sandbox.')
  const checks = task.checks.filter(({ kind }) => !answered.includes(kind))
  if (!task.intent && checks.length === 0 && task.requirements.length === 0)
    throw new Refusal(
      'unusable-answer',
      'This task asks for answers in words: only the participant can check them.',
    )
  return withinTime(signal =>
    grade({
      sandbox,
      capabilities: provider.capabilities,
      exercise: {
        ...exercise,
        tasks: exercise.tasks.map(one => (one.id === task.id ? { ...task, checks } : one)),
      },
      task: task.id,
      answers: {},
      since,
      signal,
    }),
  )
}

import { randomUUID } from 'node:crypto'
import type { Lesson } from '@/lib/courses'
import type { StoredAnswer } from '@/lib/learning/answer/stored-answer'
import type { RegradedTask } from '@/protocol'
import { surroundingsOf } from '@/sandbox/exercise'
import type { Grade } from '@/sandbox/grader/grade'
import type { SandboxProvider } from '@/sandbox/provider'

type GradeAgain = {
  provider: SandboxProvider
  grade: Grade
  lesson: Lesson
  task: string
  answer: StoredAnswer | null
}

/**
 * Grades an answer that is kept anew, in a cluster of its own that is gone afterwards. `kept`: it cannot be repeated,
 * because it was something done (a connection tried) or something about the cluster itself, not about objects.
 */
export async function gradeAgain({
  provider,
  grade,
  lesson,
  task: id,
  answer,
}: GradeAgain): Promise<RegradedTask['outcome']> {
  const { exercise } = lesson
  const task = exercise.tasks.find(one => one.id === id)
  if (!task || !answer || exercise.cni === 'flannel') return 'kept'
  const checks = task.checks.filter(({ kind }) => kind !== 'tried')
  if (!task.intent && checks.length === 0 && !task.requirements?.length) return 'kept'
  const sandboxId = `certificate-${randomUUID()}`
  const sandbox = await provider.open(sandboxId)
  try {
    await sandbox.reset({ ...surroundingsOf(exercise), hiddenPolicies: [], objects: answer.objects })
    const { outcome } = await grade({
      sandbox,
      capabilities: provider.capabilities,
      exercise: { ...exercise, tasks: [{ ...task, checks }] },
      task: id,
      answers: answer.answers,
      since: 0,
    })
    return outcome
  } finally {
    await provider.delete(sandboxId)
  }
}

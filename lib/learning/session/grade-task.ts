import type { Lesson } from '@/lib/courses'
import type { Activities } from '@/lib/events/activities'
import type { LiveFeed } from '@/lib/sandboxes/live-feed'
import type { KubernetesClient } from '@/sandbox/client'
import type { TaskResult } from '@/sandbox/exercise'
import type { Grade } from '@/sandbox/grader/grade'
import type { Sandbox, SandboxProvider } from '@/sandbox/provider'
import { answerNow } from '../answer/stored-answer'
import type { Progress, TaskPlace } from '../progress'
import { withinTime } from './within-time'

export type Grading = {
  grade: Grade
  provider: SandboxProvider
  progress: Progress
  activities: Activities
  feed: LiveFeed
  sandbox: Sandbox
  client: KubernetesClient
  lesson: Lesson
  place: TaskPlace
  /** Where: the place of the sandbox. */
  at: string
  answers: Readonly<Record<string, string>>
  /** The flow log's sequence at the task's start. */
  since: number
}

/**
 * Grades a task, telling the viewers as it goes. A result is told when it is kept, not before. Refused with
 * `check-timeout`.
 */
export async function gradeTask(grading: Grading): Promise<TaskResult> {
  const { grade, provider, progress, activities, feed, sandbox, client, lesson, place, at, answers, since } =
    grading
  const { task } = place
  const startedAt = new Date()
  const result = await withinTime(signal =>
    grade({
      sandbox,
      capabilities: provider.capabilities,
      exercise: lesson.exercise,
      task,
      answers,
      since,
      signal,
      onEvent: event => event.type !== 'graded' && feed.tell({ type: 'grading', event }),
    }),
  )
  const { toLesson } = provider.translation?.(sandbox.id, lesson.exercise) ?? {}
  const answer = result.outcome === 'passed' ? await answerNow(client, answers, toLesson) : null
  // What nobody can tell is no attempt.
  if (result.outcome !== 'inconclusive') {
    await progress.graded(place, startedAt, result, answer)
    await activities.tell({ type: 'graded', at, ...place, result })
  }
  feed.tell({ type: 'grading', event: { type: 'graded', task, result } })
  if (result.outcome === 'passed') feed.tell({ type: 'task', task, passed: true })
  return result
}

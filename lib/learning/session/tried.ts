import type { Exercise } from '@/sandbox/exercise'
import { seenAs } from './seen-as'

/** Answers whether a flow that the network saw is one that a task asks to try. */
export function asksToTry(exercise: Exercise, task: string) {
  const checks = exercise.tasks.find(({ id }) => id === task)?.checks ?? []
  return seenAs(
    exercise.roles,
    checks.flatMap(check => (check.kind === 'tried' ? [check.flow] : [])),
  )
}

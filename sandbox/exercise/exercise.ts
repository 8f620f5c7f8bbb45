import type { ExerciseText, Task } from './schema'
import type { StartObject } from './start'

/** An exercise as the grader gets it: the parsed text with the objects of its starts. It knows no lesson. */
export type Exercise = Omit<ExerciseText, 'tasks'> & {
  start: readonly StartObject[]
  /** `start` is there only for a task with a start of its own. */
  tasks: readonly (Task & { start?: readonly StartObject[] })[]
}

/** The exercise as one of its tasks is about it: with that task's namespace, roles and start. Undefined: no such task. */
export function exerciseOf(exercise: Exercise, taskId: string): Exercise | undefined {
  const task = exercise.tasks.find(({ id }) => id === taskId)
  return (
    task && {
      ...exercise,
      namespace: task.namespace ?? exercise.namespace,
      roles: { ...exercise.roles, ...task.roles },
      start: task.start ?? exercise.start,
      tasks: [task],
    }
  )
}

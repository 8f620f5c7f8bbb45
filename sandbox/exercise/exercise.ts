import type { ExerciseText, Task } from './schema'
import type { StartObject } from './start'

/** An exercise as the grader gets it: the parsed text with the objects of its starts. It knows no lesson. */
export type Exercise = Omit<ExerciseText, 'tasks'> & {
  start: readonly StartObject[]
  /** `start` is there only for a task with a start of its own. */
  tasks: readonly (Task & { start?: readonly StartObject[] })[]
}

import type { Exercise, GradingEvent, TaskResult } from '../exercise'
import type { Capabilities, Sandbox } from '../provider'

export type GradeRequest = {
  sandbox: Sandbox
  capabilities: Capabilities
  exercise: Exercise
  task: string
  /** Quiz answers: check id to option id. */
  answers?: Readonly<Record<string, string>>
  /** The flow log's sequence at the task's start, for `tried`. */
  since: number
  signal?: AbortSignal
  onEvent?: (event: GradingEvent) => void
}

export type Grade = (request: GradeRequest) => Promise<TaskResult>

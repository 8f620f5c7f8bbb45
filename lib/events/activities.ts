import type { TaskResult } from '@/sandbox/exercise'
import type { Disposable } from '@/sandbox/process'

type What =
  | { type: 'opened' }
  | { type: 'tried' }
  | { type: 'graded'; result: TaskResult }
  | { type: 'hint'; hint: number }

/** What a person did in a lesson, where. */
export type Activity = What & {
  personId: string
  /** The place of the sandbox: a course, a seat in a workshop. */
  at: string
  course: string
  lesson: string
  task: string
}

/**
 * Who teaches tells here what was learned; who listens is none of its business. `tell` resolves when every listener has
 * done what it had to, so that the learner is told after that, and rejects when one could not.
 */
export interface Activities {
  tell(activity: Activity): Promise<void>
  listen(listener: (activity: Activity) => Promise<void>): Disposable
}

export function createActivities(): Activities {
  const listeners = new Set<(activity: Activity) => Promise<void>>()
  return {
    async tell(activity) {
      await Promise.all([...listeners].map(listener => listener(activity)))
    },
    listen(listener) {
      listeners.add(listener)
      return { dispose: () => void listeners.delete(listener) }
    },
  }
}

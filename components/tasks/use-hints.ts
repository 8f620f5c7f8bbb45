import { useState } from 'react'
import { takeHint } from '@/components/request/learning'
import type { LessonPage } from '@/protocol'
import type { Task } from './use-tasks'

/** How many hints of each task the learner has taken, before and on this page. */
export function useHints({ course, lesson, sandbox }: LessonPage) {
  const [taken, setTaken] = useState<Readonly<Record<string, number>>>({})
  const takenOf = (task: Task) => taken[task.id] ?? task.hintsTaken
  return {
    takenOf,
    take(task: Task) {
      const hint = takenOf(task) + 1
      setTaken(before => ({ ...before, [task.id]: hint }))
      takeHint(course.slug, lesson.slug, task.id, hint, sandbox).catch(() => {})
    },
  }
}

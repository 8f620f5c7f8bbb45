'use client'

import { Check } from 'lucide-react'
import { text } from '@/components/ui/text'
import type { Task } from './use-tasks'

type TaskListProps = {
  tasks: readonly Task[]
  current: string
  passed: (id: string) => boolean
  onOpen: (id: string) => void
}

/** The steps of a lesson; opening one applies its start where it has its own. */
export function TaskList({ tasks, current, passed, onOpen }: TaskListProps) {
  return (
    <ol className="task-list" aria-label={text('tasks.list')}>
      {tasks.map((task, index) => (
        <li key={task.id}>
          <button
            type="button"
            className="task-step"
            aria-current={task.id === current ? 'step' : undefined}
            data-passed={passed(task.id)}
            onClick={() => task.id !== current && onOpen(task.id)}
          >
            <span className="task-number" aria-hidden>
              {passed(task.id) ? <Check size={13} strokeWidth={3} /> : index + 1}
            </span>
            <span>{task.title}</span>
            <span className="visually-hidden">
              {text(passed(task.id) ? 'tasks.state.passed' : 'tasks.state.open')}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

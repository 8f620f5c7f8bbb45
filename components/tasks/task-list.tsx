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

/** More steps than these do not fit in a line with their titles. */
const mostTitled = 3

/** The steps of a lesson; opening one applies its start where it has its own. */
export function TaskList({ tasks, current, passed, onOpen }: TaskListProps) {
  return (
    <ol className="task-list" aria-label={text('tasks.list')} data-many={tasks.length > mostTitled}>
      {tasks.map((task, index) => (
        <li key={task.id}>
          <button
            type="button"
            className="task-step"
            aria-current={task.id === current ? 'step' : undefined}
            data-passed={passed(task.id)}
            title={task.title}
            onClick={() => task.id !== current && onOpen(task.id)}
          >
            <span className="task-number" aria-hidden>
              {passed(task.id) ? <Check size={13} strokeWidth={3} /> : index + 1}
            </span>
            <span className="task-step-title">{task.title}</span>
            <span className="visually-hidden">
              {text(passed(task.id) ? 'tasks.state.passed' : 'tasks.state.open')}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

'use client'

import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'

/** The last hint, after all others: the smallest change that the last check found to pass. */
export function SmallestEdit({ steps }: { steps: NonNullable<TaskResult['smallestEdit']> }) {
  return (
    <details className="smallest-edit">
      <summary>{text('tasks.hint.edit')}</summary>
      <ul>
        {steps.map(({ policy, path, message }) => (
          <li key={`${policy} ${path}`}>{render(message)}</li>
        ))}
      </ul>
    </details>
  )
}

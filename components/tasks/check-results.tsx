'use client'

import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'
import { CheckResultItem } from './check-result-item'

/** The checks of a grading: what is wrong first, what is right folded away. */
export function CheckResults({ result }: { result: TaskResult }) {
  const wrong = result.checks.filter(check => check.outcome !== 'passed')
  const right = result.checks.filter(check => check.outcome === 'passed')
  return (
    <div className="check-results">
      {result.mistakes.length > 0 && (
        <ul className="mistakes" aria-label={text('tasks.mistakes')}>
          {result.mistakes.map(mistake => (
            <li key={`${mistake.id} ${mistake.policy} ${mistake.path}`}>
              <p>{render(mistake.message)}</p>
              <p className="mistake-where">
                <code>{mistake.policy}</code> <code>{mistake.path}</code>
              </p>
              {mistake.edit && <pre>{mistake.edit}</pre>}
            </li>
          ))}
        </ul>
      )}
      {wrong.length > 0 && (
        <ul aria-label={text('tasks.wrong')}>
          {wrong.map(check => (
            <CheckResultItem key={check.id} result={check} />
          ))}
        </ul>
      )}
      {right.length > 0 && (
        <details>
          <summary>{text('tasks.right', { count: right.length })}</summary>
          <ul>
            {right.map(check => (
              <CheckResultItem key={check.id} result={check} />
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

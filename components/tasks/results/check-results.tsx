'use client'

import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'
import { CheckResultItem } from './check-result-item'
import { RequirementResult } from './requirement-result'
import { SortedChecks } from './sorted-checks'

/** The one line that would change it: a command, or what to write at that place. */
const lineOf = (path: string, edit: string): string =>
  edit.startsWith('kubectl ') ? edit : `${path}: ${edit}`

/** The checks of a grading: the mistake and the first wrong ones, everything else folded away. */
export function CheckResults({ result }: { result: TaskResult }) {
  const flowsOf = (id: string) => result.checks.filter(({ requirement }) => requirement === id)
  const lines = result.checks.filter(({ requirement }) => requirement === undefined)
  return (
    <div className="check-results">
      {result.mistakes.length > 0 && (
        <ul className="mistakes" aria-label={text('tasks.mistakes')}>
          {result.mistakes.map(mistake => (
            <li key={`${mistake.id} ${mistake.policy} ${mistake.path}`}>
              <p>{render(mistake.message)}</p>
              <p className="mistake-where">
                <code>{mistake.policy}</code>
                {mistake.edit ? text('tasks.mistake.edit') : <code>{mistake.path}</code>}
              </p>
              {mistake.edit && <pre>{lineOf(mistake.path, mistake.edit)}</pre>}
            </li>
          ))}
        </ul>
      )}
      <SortedChecks
        checks={lines}
        most={3}
        label={text('tasks.wrong')}
        item={check =>
          check.kind === 'requirement' ? (
            <RequirementResult key={check.id} requirement={check} flows={flowsOf(check.id)} />
          ) : (
            <CheckResultItem key={check.id} result={check} />
          )
        }
      />
    </div>
  )
}

'use client'

import type { ReactNode } from 'react'
import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { CheckResult, TaskResult } from '@/sandbox/exercise'
import { CheckResultItem } from './check-result-item'
import { RequirementResult } from './requirement-result'

/** More than these at once bury what is to be done about them. */
const mostShown = 3

/** The checks of a grading: the mistake and the first wrong ones, everything else folded away. */
export function CheckResults({ result }: { result: TaskResult }) {
  const flowsOf = (id: string) => result.checks.filter(({ requirement }) => requirement === id)
  const lines = result.checks.filter(({ requirement }) => requirement === undefined)
  const wrong = lines.filter(check => check.outcome !== 'passed')
  const right = lines.filter(check => check.outcome === 'passed')
  const shown = wrong.length === mostShown + 1 ? wrong : wrong.slice(0, mostShown)
  const more = wrong.slice(shown.length)
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
      {shown.length > 0 && <Checks label={text('tasks.wrong')} checks={shown} flowsOf={flowsOf} />}
      {more.length > 0 && (
        <Folded summary={text('tasks.wrong.more', { count: more.length })}>
          <Checks label={text('tasks.wrong')} checks={more} flowsOf={flowsOf} />
        </Folded>
      )}
      {right.length > 0 && (
        <Folded summary={text('tasks.right', { count: right.length })}>
          <Checks checks={right} flowsOf={flowsOf} />
        </Folded>
      )}
    </div>
  )
}

type ChecksProps = {
  checks: readonly CheckResult[]
  /** The flows of a requirement, which are told below it. */
  flowsOf: (requirement: string) => readonly CheckResult[]
  label?: string
}

function Checks({ checks, flowsOf, label }: ChecksProps) {
  return (
    <ul aria-label={label}>
      {checks.map(check =>
        check.kind === 'requirement' ? (
          <RequirementResult key={check.id} requirement={check} flows={flowsOf(check.id)} />
        ) : (
          <CheckResultItem key={check.id} result={check} />
        ),
      )}
    </ul>
  )
}

function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details>
      <summary>{summary}</summary>
      {children}
    </details>
  )
}

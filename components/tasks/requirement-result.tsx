'use client'

import { text } from '@/components/ui/text'
import type { CheckResult } from '@/sandbox/exercise'
import { CheckResultItem } from './check-result-item'

type RequirementResultProps = { requirement: CheckResult; flows: readonly CheckResult[] }

/** A requirement with the flows that show how it stands: those that fail it in sight, the others folded away. */
export function RequirementResult({ requirement, flows }: RequirementResultProps) {
  const wrong = flows.filter(({ outcome }) => outcome !== 'passed')
  const right = flows.filter(({ outcome }) => outcome === 'passed')
  return (
    <CheckResultItem result={requirement}>
      {wrong.length > 0 && (
        <ul>
          {wrong.map(flow => (
            <CheckResultItem key={flow.id} result={flow} />
          ))}
        </ul>
      )}
      {right.length > 0 && (
        <details>
          <summary>{text('tasks.right', { count: right.length })}</summary>
          <ul>
            {right.map(flow => (
              <CheckResultItem key={flow.id} result={flow} />
            ))}
          </ul>
        </details>
      )}
    </CheckResultItem>
  )
}

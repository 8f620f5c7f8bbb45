'use client'

import type { CheckResult } from '@/sandbox/exercise'
import { CheckResultItem } from './check-result-item'
import { SortedChecks } from './sorted-checks'

type RequirementResultProps = { requirement: CheckResult; flows: readonly CheckResult[] }

/** A requirement with the flows that show how it stands: one that fails it is enough in sight. */
export function RequirementResult({ requirement, flows }: RequirementResultProps) {
  return (
    <CheckResultItem result={requirement}>
      <SortedChecks checks={flows} most={1} item={flow => <CheckResultItem key={flow.id} result={flow} />} />
    </CheckResultItem>
  )
}

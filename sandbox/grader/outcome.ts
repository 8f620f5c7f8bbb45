import type { CheckResult, Outcome } from '../exercise'

/** Failed when a check failed, else inconclusive when one is, else passed. */
export function outcomeOf(checks: readonly Pick<CheckResult, 'outcome'>[]): Outcome {
  for (const outcome of ['failed', 'inconclusive'] as const)
    if (checks.some(check => check.outcome === outcome)) return outcome
  return 'passed'
}

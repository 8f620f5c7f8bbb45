import type { CheckResult, Requirement } from '../../exercise'
import { outcomeOf } from '../outcome'

/**
 * A line a requirement: failed when a flow that it names is not as it says, whoever that flow is of, else what became
 * of the flows that were tried for it.
 */
export function requirementResults(
  requirements: readonly Requirement[],
  flows: readonly CheckResult[],
  broken: ReadonlySet<string>,
): CheckResult[] {
  return requirements.map(({ id, text }) => {
    const outcome = broken.has(id)
      ? 'failed'
      : outcomeOf(flows.filter(({ requirement }) => requirement === id))
    return {
      id,
      kind: 'requirement',
      outcome,
      message: { id: `grader.requirement.${outcome}`, params: { text } },
    }
  })
}

import type { CheckResult } from '../../exercise'
import type { Model } from '../../netpol'
import { flowParams, reasons, shownFlow } from '../explain'
import { type Counterexample, flowBetween } from '../proof/judge'

/** The check that stands for everybody who could come. */
export const possibleId = 'possible'

/** One passed check, or a failed one for each counterexample. Computed only: nobody is there to try it. */
export function possibleResults(counterexamples: readonly Counterexample[], after: Model): CheckResult[] {
  if (counterexamples.length === 0)
    return [
      {
        id: possibleId,
        kind: 'possible',
        outcome: 'passed',
        message: { id: 'grader.possible.passed', params: {} },
      },
    ]
  return counterexamples.map(({ from, to, port, expectation, computed }, index) => {
    const requirement = expectation.statement?.requirement
    const explanation = after.explain(flowBetween(from, to, port))
    return {
      id: index === 0 ? possibleId : `${possibleId}-${index + 1}`,
      kind: 'possible',
      outcome: 'failed',
      flow: shownFlow(from, to, port),
      ...(requirement !== undefined && { requirement }),
      expected: expectation.verdict,
      computed: computed ? 'allowed' : 'blocked',
      observed: 'unobserved',
      message: {
        id: computed ? 'grader.possible.open' : 'grader.possible.shut',
        params: flowParams(from, to, port),
      },
      details: [explanation.summary, ...reasons(expectation, explanation)],
    }
  })
}

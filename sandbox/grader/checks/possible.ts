import type { CheckResult } from '../../exercise'
import type { Message, Model } from '../../netpol'
import type { Tried } from '../counterexample/try'
import { flowParams, reasons, shownFlow } from '../explain'
import { type Counterexample, flowBetween } from '../proof/judge'

/** The check that stands for everybody who could come. */
export const possibleId = 'possible'

/**
 * One passed check, or a failed one for each counterexample. Computed only, for nobody is there to try it, except the
 * one that was made real.
 */
export function possibleResults(
  counterexamples: readonly Counterexample[],
  after: Model,
  tried?: Tried,
): CheckResult[] {
  if (counterexamples.length === 0)
    return [
      {
        id: possibleId,
        kind: 'possible',
        outcome: 'passed',
        message: { id: 'grader.possible.passed', params: {} },
      },
    ]
  return counterexamples.map((example, index) => {
    const { from, to, port, expectation, computed } = example
    const seen = tried?.example === example ? tried : undefined
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
      observed: seen?.observed ?? 'unobserved',
      message: {
        id: computed ? 'grader.possible.open' : 'grader.possible.shut',
        params: flowParams(from, to, port),
      },
      details: [
        ...(seen ? [triedMessage(seen)] : []),
        explanation.summary,
        ...reasons(expectation, explanation),
      ],
    }
  })
}

function triedMessage({ example, side }: Tried): Message {
  const { from, to, port, computed } = example
  const [possible, other] = side === 'from' ? [from, to] : [to, from]
  const labels = Object.entries(possible.pod?.metadata?.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return {
    id: 'grader.possible.tried',
    params: {
      labels: labels.join(',') || 'none',
      namespace: possible.pod?.metadata?.namespace ?? '',
      other: other.label,
      side,
      open: computed,
      ...port,
    },
  }
}

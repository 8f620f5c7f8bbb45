import type { CheckResult } from '../../exercise'
import type { Model } from '../../netpol'
import type { Cell } from '../cells'
import { flowParams, reasons, shownFlow } from '../explain'
import type { Observed } from '../probes/connect'
import { isAnswer, type Observation } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import { tryCommand } from '../try-command'

/** What is known of a cell: the engine's word, and what came of trying, if it was tried. */
export type CellFindings = {
  after: Model
  observation?: Observation
  /** Why nothing that was observed from there can be believed. */
  canary?: 'silent' | 'everything-connects'
}

/** Does what was seen fit what was computed? `refused` is an answer: no policy stopped it. */
export const agrees = (observed: Observed, computed: boolean) => isAnswer(observed) === computed

/**
 * One rule: passed when expected, computed and observed agree; failed when computed differs from expected; when only
 * observed differs, inconclusive. Where observing is impossible, computed decides.
 */
export function flowResult(cell: Cell, { after, observation, canary }: CellFindings): CheckResult {
  const { from, to, port, expectation } = cell
  const flow = flowBetween(from, to, port)
  const expected = expectation.verdict === 'allowed'
  const computed = after.verdict(flow).allowed
  const observed = observation?.observed ?? 'unobserved'
  const params = flowParams(from, to, port)
  const command = tryCommand(from, to, port)
  const requirement = expectation.statement?.requirement
  const result = {
    id: cell.id,
    kind: 'flow' as const,
    flow: shownFlow(from, to, port),
    expected: expectation.verdict,
    computed: computed ? ('allowed' as const) : ('blocked' as const),
    observed,
    ...(command !== undefined && { try: command }),
    ...(requirement !== undefined && { requirement }),
  }
  if (computed !== expected) {
    const explanation = after.explain(flow)
    const details = reasons(expectation, explanation)
    return { ...result, outcome: 'failed', message: explanation.summary, details }
  }
  const doubt = observation && doubtOf(observation, computed, canary)
  if (doubt !== undefined)
    return {
      ...result,
      outcome: 'inconclusive',
      message: {
        id: `grader.inconclusive.${doubt}`,
        params: { ...params, observed, computed: result.computed, reason: observation?.reason ?? '' },
      },
    }
  return { ...result, outcome: 'passed', message: { id: passedMessage(computed, observed), params } }
}

type Doubt = 'no-probe' | 'silent' | 'everything-connects' | 'disagrees'

function doubtOf(
  { observed, reason, impossible }: Observation,
  computed: boolean,
  canary: CellFindings['canary'],
): Doubt | undefined {
  if (impossible) return undefined
  if (observed === 'unobserved') return reason === undefined ? 'disagrees' : 'no-probe'
  if (canary !== undefined) return canary
  return agrees(observed, computed) ? undefined : 'disagrees'
}

function passedMessage(computed: boolean, observed: Observed): string {
  if (!computed) return 'grader.flow.blocked'
  return observed === 'refused' ? 'grader.flow.refused' : 'grader.flow.allowed'
}

import type { CheckResult } from '../../exercise'
import { isWalled } from '../../netpol'
import type { Cell } from '../cells'
import { flowParams, reasons, shownFlow } from '../explain'
import type { Observed } from '../probes/connect'
import type { Observation } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { World } from '../proof/world'
import { tryCommand } from '../try-command'
import { asides, doubtful } from './doubtful'
import { notListening } from './not-listening'

/**
 * One rule: passed when expected, computed and observed agree; failed when computed differs from expected; when only
 * observed differs, inconclusive. Where observing is impossible, or nobody tried, computed decides. Computed is
 * what the learner's policies say: what the wall between learners stops besides is told, and held against nobody.
 */
export function flowResult(
  cell: Cell,
  { after, onWire }: Pick<World, 'after' | 'onWire'>,
  observation?: Observation,
): CheckResult {
  const { from, to, port, expectation } = cell
  const flow = flowBetween(from, to, port)
  const expected = expectation.verdict === 'allowed'
  const computed = after.verdict(flow).allowed
  const observed = observation?.observed ?? 'unobserved'
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
  const params = { ...flowParams(from, to, port), computed: result.computed }
  if (computed !== expected) {
    const explanation = after.explain(flow)
    const details = reasons(expectation, explanation)
    return { ...result, outcome: 'failed', message: explanation.summary, details }
  }
  if (observation?.doubt) return { ...result, ...doubtful(observation.doubt, observation, params) }
  const { egress, ingress } = onWire.verdict(flow)
  const stopped = computed && (isWalled(egress) || isWalled(ingress))
  const { details, ...rest } = asides(observation ?? { observed })
  const refused = observed === 'refused'
  const told = [...details, ...(refused ? notListening(to, port) : [])]
  return {
    ...result,
    ...(refused && { disagreement: 'not-listening' }),
    ...rest,
    outcome: 'passed',
    message: { id: stopped ? 'grader.flow.walled' : passedMessage(computed, observed), params },
    ...(told.length > 0 && { details: told }),
  }
}

function passedMessage(computed: boolean, observed: Observed): string {
  if (!computed) return 'grader.flow.blocked'
  return observed === 'refused' ? 'grader.flow.refused' : 'grader.flow.allowed'
}

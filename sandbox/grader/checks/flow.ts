import type { CheckResult } from '../../exercise'
import type { Model, Protocol } from '../../netpol'
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
  /** Was any flow stopped that the policies stop? Else nobody enforces them. */
  enforced: boolean
}

/** Does what was seen fit what was computed? `refused` is an answer: no policy stopped it. */
export const agrees = (observed: Observed, computed: boolean) => isAnswer(observed) === computed

/**
 * One rule: passed when expected, computed and observed agree; failed when computed differs from expected; when only
 * observed differs, inconclusive. Where observing is impossible, computed decides.
 */
export function flowResult(cell: Cell, { after, observation, canary, enforced }: CellFindings): CheckResult {
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
  const doubt = observation && doubtOf(observation, { computed, canary, enforced, protocol: port.protocol })
  if (doubt !== undefined)
    return {
      ...result,
      outcome: 'inconclusive',
      disagreement: classOf[doubt],
      message: {
        id: `grader.inconclusive.${doubt}`,
        params: { ...params, observed, computed: result.computed, reason: observation?.reason ?? '' },
      },
    }
  const settledAfter = observation?.settledAfter
  return {
    ...result,
    outcome: 'passed',
    message: { id: passedMessage(computed, observed), params },
    ...(settledAfter !== undefined && {
      settledAfter,
      details: [{ id: 'grader.settled', params: { milliseconds: settledAfter } }],
    }),
  }
}

type Doubt = 'no-probe' | 'silent' | 'everything-connects' | 'disagrees' | 'not-enforced' | 'established'

/** What stands behind a doubt: whose fault it is that the wire does not say what the policies do. */
const classOf: Readonly<Record<Doubt, NonNullable<CheckResult['disagreement']>>> = {
  'no-probe': 'grader',
  silent: 'grader',
  'everything-connects': 'grader',
  disagrees: 'not-settled',
  'not-enforced': 'not-enforced',
  established: 'established',
}

function doubtOf(
  { observed, reason, impossible }: Observation,
  {
    computed,
    canary,
    enforced,
    protocol,
  }: Pick<CellFindings, 'canary' | 'enforced'> & { computed: boolean; protocol: Protocol },
): Doubt | undefined {
  if (impossible) return undefined
  if (observed === 'unobserved') return reason === undefined ? 'disagrees' : 'no-probe'
  if (canary !== undefined) return canary
  if (agrees(observed, computed)) return undefined
  if (computed || !isAnswer(observed)) return 'disagrees'
  if (!enforced) return 'not-enforced'
  // UDP has no handshake: who asks anew from an old port still belongs to what was allowed before.
  return protocol === 'UDP' ? 'established' : 'disagrees'
}

function passedMessage(computed: boolean, observed: Observed): string {
  if (!computed) return 'grader.flow.blocked'
  return observed === 'refused' ? 'grader.flow.refused' : 'grader.flow.allowed'
}

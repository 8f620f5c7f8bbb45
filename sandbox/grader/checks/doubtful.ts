import type { CheckResult } from '../../exercise'
import type { Message } from '../../netpol'
import type { Doubt } from '../probes/doubt'
import type { Observation } from '../probes/prober'

/** Whose fault it is that the wire does not say what the policies do. */
const classOf: Readonly<Record<Doubt, NonNullable<CheckResult['disagreement']>>> = {
  'no-probe': 'grader',
  silent: 'grader',
  'everything-connects': 'grader',
  'not-settled': 'not-settled',
  'not-enforced': 'not-enforced',
  'not-enforced-here': 'not-enforced',
  established: 'established',
}

/** What a result says where the wire decides nothing: nobody is wrong, and there is something to do. */
export function doubtful(
  doubt: Doubt,
  { observed, reason = '', waited = 0 }: Observation,
  params: Message['params'],
): Pick<CheckResult, 'outcome' | 'disagreement' | 'message'> {
  return {
    outcome: 'inconclusive',
    disagreement: classOf[doubt],
    message: { id: `grader.inconclusive.${doubt}`, params: { ...params, observed, reason, waited } },
  }
}

/** What is worth telling of how an answer was seen that counts: only after some time, or by nobody. */
export function asides({
  waited,
  impossible,
}: Observation): Pick<CheckResult, 'settledAfter' | 'disagreement'> & { details: Message[] } {
  if (impossible) return { disagreement: 'no-program', details: [{ id: 'grader.no-program', params: {} }] }
  if (waited === undefined) return { details: [] }
  return { settledAfter: waited, details: [{ id: 'grader.settled', params: { milliseconds: waited } }] }
}

import type { Message } from '../netpol'
import { flowParams } from './explain'
import type { Judgement } from './proof/judge'

/** "Works; could be tighter, because …", one for each remark of the intent that applies. */
export function remarksOf(remarks: Judgement['remarks']): Message[] {
  return remarks.map(({ statement, from, to, port }) => ({
    id: 'grader.remark',
    params: { ...flowParams(from, to, port), because: statement.because ?? '' },
  }))
}

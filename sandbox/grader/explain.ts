import type { CheckResult, Expectation } from '../exercise'
import type { Explanation, MatrixPort, Message } from '../netpol'
import type { Party } from './proof/world'

/** So that an answer stays readable. */
const mostMisses = 3

/** The names a message needs to speak of a flow. Possible pods are described, running ones named. */
export function flowParams(from: Party, to: Party, { port, protocol }: MatrixPort): Message['params'] {
  return { ...partyParams('from', from), ...partyParams('to', to), port, protocol }
}

function partyParams(side: 'from' | 'to', { label, origin, identity, pod }: Party): Message['params'] {
  const labels = Object.entries(pod?.metadata?.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return {
    [side]: label,
    [`${side}Kind`]: origin,
    [`${side}Namespace`]: identity.kind === 'pod' ? identity.namespace : '',
    [`${side}Role`]:
      (identity.kind === 'pod' && identity.role) || (identity.kind === 'pod' && identity.dns ? 'DNS' : ''),
    [`${side}Labels`]: labels.join(','),
  }
}

/** What the exercise expected and on what ground, then how near each rule came. */
export function reasons(expectation: Expectation, explanation: Explanation): Message[] {
  return [ground(expectation), ...misses(explanation)].filter(message => message !== undefined)
}

function ground({ verdict, source, statement }: Expectation): Message | undefined {
  if (statement?.because !== undefined) return { id: 'grader.because', params: { text: statement.because } }
  if (source !== 'frame') return undefined
  return { id: verdict === 'allowed' ? 'grader.frame.closed' : 'grader.frame.opened', params: {} }
}

function misses({ verdict, egress, ingress }: Explanation): Message[] {
  if (verdict.allowed) return []
  const closed = [
    ...(verdict.egress.allowed ? [] : egress.misses),
    ...(verdict.ingress.allowed ? [] : ingress.misses),
  ]
  const reasons = closed.map(({ reason }) => reason)
  return [...reasons.filter(isNear), ...reasons.filter(reason => !isNear(reason))].slice(0, mostMisses)
}

/** The right peer on another port is a nearer miss than another peer. */
const isNear = ({ id }: Message) => /\.(port|protocol|named-port)$/.test(id)

/** One end as results show it. */
export function shownEnd({ label, endpoint, pod }: Party): NonNullable<CheckResult['flow']>['from'] {
  if ('ip' in endpoint) return { label, ip: endpoint.ip }
  const ip = pod?.status?.podIP
  return { label, ...endpoint, ...(ip !== undefined && { ip }) }
}

export const shownFlow = (from: Party, to: Party, { port, protocol }: MatrixPort) => ({
  from: shownEnd(from),
  to: shownEnd(to),
  port,
  protocol,
})

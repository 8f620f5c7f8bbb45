import { type Check, type CheckResult, type Identity, isMeant, parseFlow, type Role } from '../../exercise'
import type { Endpoint } from '../../netpol'
import type { FlowLog } from '../../provider'
import type { World } from '../proof/world'

export type Tried = Extract<Check, { kind: 'tried' }>

/** Did the learner, not the grader, open this flow since the task began? How it ended does not matter. */
export function triedResult(
  check: Tried,
  {
    flows,
    since,
    world,
    roles,
  }: { flows: FlowLog; since: number; world: World; roles: Readonly<Record<string, Role>> },
): CheckResult {
  const { from, to, ports } = parseFlow(check.flow, roles)
  const identity = (endpoint: Endpoint): Identity => {
    if ('ip' in endpoint) return { kind: 'address', ip: endpoint.ip }
    const known = world.parties.find(
      ({ endpoint: other }) =>
        'pod' in other && other.pod === endpoint.pod && other.namespace === endpoint.namespace,
    )
    return known?.identity ?? { kind: 'pod', namespace: endpoint.namespace, dns: false, judged: true }
  }
  const seen = flows
    .since(since)
    .some(
      ({ probe, flow }) =>
        !probe &&
        (ports === 'every' || (ports.port === flow.port && ports.protocol === flow.protocol)) &&
        from.some(end => isMeant(end, identity(flow.from))) &&
        to.some(end => isMeant(end, identity(flow.to))),
    )
  return {
    id: check.id,
    kind: 'tried',
    outcome: seen ? 'passed' : 'failed',
    message: { id: `grader.tried.${seen ? 'seen' : 'unseen'}`, params: { title: check.title } },
  }
}

import { type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import { runningRoles } from '../cells'
import { doubtful } from '../checks/doubtful'
import type { Tried } from '../checks/tried'
import type { ClusterState } from '../cluster-state'
import type { Observed } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import { addressOf, type Party, type World } from '../proof/world'
import { type AttemptEnd, readAttempt } from './typed'

type Told = {
  answers: Readonly<Record<string, string>>
  world: World
  state: ClusterState
  roles: Readonly<Record<string, Role>>
  prober: Prober
}

/**
 * Where nobody keeps a log of connections, who tried can tell the address that was called and how it ended: the grader
 * tries the same, and both have to be so.
 */
export async function toldResult(check: Tried, told: Told): Promise<CheckResult> {
  const result = (outcome: CheckResult['outcome'], verdict: string): CheckResult => ({
    id: check.id,
    kind: 'tried',
    outcome,
    message: { id: `grader.tried.${verdict}`, params: { title: check.title } },
  })
  const { from, to, ports } = parseFlow(check.flow, told.roles)
  const running = runningRoles(told.world)
  const sources = running.filter(({ identity }) => from.some(end => isMeant(end, identity)))
  const targets = running.filter(({ identity }) => to.some(end => isMeant(end, identity)))
  const [source] = sources
  if (ports === 'every' || !source || targets.length === 0) return result('failed', 'nobody')

  const { addresses, ended } = readAttempt(told.answers[check.id] ?? '')
  const [address, another] = addresses
  const [end, otherEnd] = ended
  if (address === undefined || end === undefined) return result('failed', 'untold')
  const target = targets.find(one => addressesOf(one, told.state).includes(address))
  // Who names every address, or every end, has not said which.
  if (!target || another !== undefined || otherEnd !== undefined) return result('failed', 'otherwise')

  const verdict = told.world.after.verdict(flowBetween(source, target, ports))
  const observation = await told.prober.observe({
    from: source,
    to: target,
    port: ports,
    verdict,
    isWanted: seen => endOf(seen) === end,
  })
  if (observation.observed === 'unobserved' && observation.doubt)
    return { ...result('inconclusive', 'otherwise'), ...doubtful(observation.doubt, observation, {}) }
  const seen = endOf(observation.observed) ?? (verdict.allowed ? 'answered' : 'timed-out')
  return seen === end ? result('passed', 'told') : result('failed', 'otherwise')
}

function endOf(observed: Observed): AttemptEnd | undefined {
  if (observed === 'unobserved') return undefined
  if (observed === 'connected') return 'answered'
  return observed === 'refused' ? 'refused' : 'timed-out'
}

/** Its own, and those of the Services before it. */
function addressesOf(party: Party, { services }: ClusterState): string[] {
  const { pod } = party
  const before = services.filter(
    ({ metadata, spec }) =>
      metadata?.namespace === pod?.metadata?.namespace &&
      spec?.selector !== undefined &&
      Object.entries(spec.selector).every(([key, value]) => pod?.metadata?.labels?.[key] === value),
  )
  const own = addressOf(party)
  return [
    ...(own === undefined ? [] : [own]),
    ...before.flatMap(({ spec }) => spec?.clusterIPs ?? spec?.clusterIP ?? []),
  ]
}

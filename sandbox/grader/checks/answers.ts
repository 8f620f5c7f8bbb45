import { type Check, type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import type { MatrixPort } from '../../netpol'
import { isThere, runningRoles } from '../cells'
import { flowParams, shownFlow } from '../explain'
import { probeFor } from '../probes/connect'
import { isAnswer, type Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import { addressOf, type Party, type World } from '../proof/world'
import { tryCommand } from '../try-command'

type Answers = Extract<Check, { kind: 'answers' }>

/**
 * Somebody accepts the connection: here a refusal is a failure, unlike in a flow, because a server is missing. With
 * several pods of a role one pair that works is enough.
 */
export async function answersResult(
  check: Answers,
  { world, prober, roles }: { world: World; prober: Prober; roles: Readonly<Record<string, Role>> },
): Promise<CheckResult> {
  const { from, to, ports } = parseFlow(check.flow, roles)
  const present = runningRoles(world)
  const sources = present.filter(({ identity }) => from.some(end => isMeant(end, identity)))
  const targets = [...present, ...world.parties.filter(to => !to.pod && isThere(to))].filter(({ identity }) =>
    to.some(end => isMeant(end, identity)),
  )
  let result = nobody(check, sources.length === 0 ? 'source' : 'target')
  if (ports === 'every') return result
  for (const source of sources)
    for (const target of targets) {
      result = await pairResult(check, world, prober, { source, target, port: ports })
      if (result.outcome === 'passed') return result
    }
  return result
}

const nobody = ({ id, flow }: Answers, missing: 'source' | 'target'): CheckResult => ({
  id,
  kind: 'flow',
  outcome: 'failed',
  expected: 'allowed',
  observed: 'unobserved',
  message: { id: 'grader.answers.nobody', params: { flow, missing } },
})

async function pairResult(
  { id }: Answers,
  world: World,
  prober: Prober,
  { source, target, port }: { source: Party; target: Party; port: MatrixPort },
): Promise<CheckResult> {
  const flow = flowBetween(source, target, port)
  const computed = world.after.verdict(flow).allowed
  const { observed, reason } = await observeAnswer(prober, source, target, port, computed)
  const command = tryCommand(source, target, port)
  const result = {
    id,
    kind: 'flow' as const,
    expected: 'allowed' as const,
    flow: shownFlow(source, target, port),
    computed: computed ? ('allowed' as const) : ('blocked' as const),
    observed,
    ...(command !== undefined && { try: command }),
  }
  const params = {
    ...flowParams(source, target, port),
    observed,
    computed: result.computed,
    reason: reason ?? '',
  }
  if (!computed) return { ...result, outcome: 'failed', message: world.after.explain(flow).summary }
  if (observed === 'connected')
    return { ...result, outcome: 'passed', message: { id: 'grader.flow.allowed', params } }
  if (observed === 'refused')
    return { ...result, outcome: 'failed', message: { id: 'grader.answers.refused', params } }
  const doubt = observed === 'unobserved' && reason !== undefined ? 'no-probe' : 'disagrees'
  return { ...result, outcome: 'inconclusive', message: { id: `grader.inconclusive.${doubt}`, params } }
}

async function observeAnswer(
  prober: Prober,
  source: Party,
  target: Party,
  ports: MatrixPort,
  computed: boolean,
) {
  const ip = addressOf(target) ?? ''
  return prober.observe(
    source,
    timeout => probeFor(ip, ports, timeout) ?? { command: ['false'], observed: () => 'unobserved' },
    observed => (computed ? observed === 'connected' : !isAnswer(observed)),
  )
}

import { type Check, type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import type { MatrixPort } from '../../netpol'
import { isThere, runningRoles } from '../cells'
import { flowParams, shownFlow } from '../explain'
import { isAnswer } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { tryCommand } from '../try-command'
import { asides, doubtful } from './doubtful'
import { notListening } from './not-listening'

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
  if (ports === 'every' || sources.length === 0 || targets.length === 0)
    return nobody(check, sources.length === 0 ? 'source' : 'target')
  const pairs = sources.flatMap(source => targets.map(target => ({ source, target, port: ports })))
  const results = await Promise.all(pairs.map(pair => pairResult(check, world, prober, pair)))
  return results.find(({ outcome }) => outcome === 'passed') ?? results.at(-1)!
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
  const verdict = world.after.verdict(flow)
  const observation = await prober.observe({
    from: source,
    to: target,
    port,
    verdict,
    isWanted: seen => (verdict.allowed ? seen === 'connected' : seen !== 'unobserved' && !isAnswer(seen)),
  })
  const { observed, doubt } = observation
  const command = tryCommand(source, target, port)
  const result = {
    id,
    kind: 'flow' as const,
    expected: 'allowed' as const,
    flow: shownFlow(source, target, port),
    computed: verdict.allowed ? ('allowed' as const) : ('blocked' as const),
    observed,
    ...(command !== undefined && { try: command }),
  }
  const params = { ...flowParams(source, target, port), computed: result.computed }
  if (!verdict.allowed) return { ...result, outcome: 'failed', message: world.after.explain(flow).summary }
  if (doubt) return { ...result, ...doubtful(doubt, observation, params) }
  if (observed === 'refused')
    return {
      ...result,
      outcome: 'failed',
      disagreement: 'not-listening',
      message: { id: 'grader.answers.refused', params },
      details: notListening(target, port),
    }
  const { details, ...rest } = asides(observation)
  return { ...result, ...rest, outcome: 'passed', message: { id: 'grader.flow.allowed', params }, details }
}

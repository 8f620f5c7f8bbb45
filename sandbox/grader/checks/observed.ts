import { type Check, type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import type { MatrixPort } from '../../netpol'
import type { Capabilities } from '../../provider'
import { runningRoles } from '../cells'
import { flowParams, shownFlow } from '../explain'
import { isAnswer } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { tryCommand } from '../try-command'
import { doubtful } from './doubtful'

type ObservedCheck = Extract<Check, { kind: 'observed' }>

/**
 * What is seen on the wire decides, unlike in a flow, where a difference between the policies and the network counts
 * for nobody: whether somebody enforces them is the question here. `closed` asks for both, policies that deny and a
 * network that obeys. Every running pair of the roles must do as expected; told is the first that does not.
 */
export async function observedResult(
  check: ObservedCheck,
  {
    world,
    prober,
    roles,
    capabilities,
  }: {
    world: World
    prober: Prober
    roles: Readonly<Record<string, Role>>
    capabilities: Pick<Capabilities, 'cniSwitchable'>
  },
): Promise<CheckResult> {
  const { from, to, ports } = parseFlow(check.flow, roles)
  const present = runningRoles(world)
  const sources = present.filter(({ identity }) => from.some(end => isMeant(end, identity)))
  const targets = present.filter(({ identity }) => to.some(end => isMeant(end, identity)))
  if (ports === 'every' || sources.length === 0 || targets.length === 0)
    return nobody(check, sources.length === 0 ? 'source' : 'target')
  const pairs = sources.flatMap(source => targets.map(target => ({ source, target, port: ports })))
  const results = await Promise.all(
    pairs.map(pair => pairResult(check, world, prober, pair, capabilities.cniSwitchable)),
  )
  return results.find(({ outcome }) => outcome !== 'passed') ?? results[0]!
}

const expectedVerdict = { open: 'allowed', closed: 'blocked' } as const

const nobody = ({ id, flow, expect }: ObservedCheck, missing: 'source' | 'target'): CheckResult => ({
  id,
  kind: 'flow',
  outcome: 'failed',
  expected: expectedVerdict[expect],
  observed: 'unobserved',
  message: { id: 'grader.answers.nobody', params: { flow, missing } },
})

async function pairResult(
  { id, expect }: ObservedCheck,
  world: World,
  prober: Prober,
  { source, target, port }: { source: Party; target: Party; port: MatrixPort },
  cniSwitchable: boolean,
): Promise<CheckResult> {
  const flow = flowBetween(source, target, port)
  const verdict = world.after.verdict(flow)
  // Whether policies are enforced is not the learner's doing there: to see it is all that can be asked.
  const isGiven = expect === 'open' && !cniSwitchable && !verdict.allowed
  const observation = await prober.observe({
    from: source,
    to: target,
    port,
    verdict,
    isWanted: seen => seen !== 'unobserved' && (isGiven || isAnswer(seen) === (expect === 'open')),
  })
  const { observed, doubt } = observation
  const command = tryCommand(source, target, port)
  const result = {
    id,
    kind: 'flow' as const,
    expected: expectedVerdict[expect],
    flow: shownFlow(source, target, port),
    computed: verdict.allowed ? ('allowed' as const) : ('blocked' as const),
    observed,
    ...(command !== undefined && { try: command }),
  }
  const params = { ...flowParams(source, target, port), computed: result.computed }
  if (observed === 'unobserved' && doubt) return { ...result, ...doubtful(doubt, observation, params) }
  if (expect === 'closed' && verdict.allowed)
    return { ...result, outcome: 'failed', message: world.after.explain(flow).summary }
  const isRight = isAnswer(observed) === (expect === 'open')
  const seen = isAnswer(observed) ? (verdict.allowed ? 'open' : 'unenforced') : 'closed'
  return {
    ...result,
    outcome: isRight || isGiven ? 'passed' : 'failed',
    ...(seen === 'unenforced' && { disagreement: 'not-enforced' }),
    message: {
      id: `grader.observed.${isGiven && !isRight ? 'enforced' : seen}`,
      params: { ...params, observed },
    },
  }
}

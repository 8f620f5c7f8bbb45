import { type Check, type CheckResult, isMeant, parseFlow, type Role } from '../../exercise'
import { runningRoles } from '../cells'
import { flowParams, shownFlow } from '../explain'
import { probeFor } from '../probes/connect'
import { isAnswer, type Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { tryCommand } from '../try-command'

type Answers = Extract<Check, { kind: 'answers' }>

/** Somebody accepts the connection: here a refusal is a failure, unlike in a flow, because a server is missing. */
export async function answersResult(
  check: Answers,
  { world, prober, roles }: { world: World; prober: Prober; roles: Readonly<Record<string, Role>> },
): Promise<CheckResult> {
  const { from, to, ports } = parseFlow(check.flow, roles)
  const present = runningRoles(world)
  const source = present.find(({ identity }) => from.some(end => isMeant(end, identity)))
  const target = present.find(({ identity }) => to.some(end => isMeant(end, identity)))
  const base = { id: check.id, kind: 'flow' as const, expected: 'allowed' as const }
  if (!source || !target || ports === 'every')
    return {
      ...base,
      outcome: 'failed',
      observed: 'unobserved',
      message: {
        id: 'grader.answers.nobody',
        params: { flow: check.flow, missing: source ? 'target' : 'source' },
      },
    }
  const flow = flowBetween(source, target, ports)
  const computed = world.after.verdict(flow).allowed
  const { observed, reason } = await observeAnswer(prober, source, target, ports, computed)
  const command = tryCommand(source, target, ports)
  const result = {
    ...base,
    flow: shownFlow(source, target, ports),
    computed: computed ? ('allowed' as const) : ('blocked' as const),
    observed,
    ...(command !== undefined && { try: command }),
  }
  const params = {
    ...flowParams(source, target, ports),
    observed,
    computed: result.computed,
    reason: reason ?? '',
  }
  if (!computed) {
    const explanation = world.after.explain(flow)
    return { ...result, outcome: 'failed', message: explanation.summary }
  }
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
  ports: Exclude<ReturnType<typeof parseFlow>['ports'], 'every'>,
  computed: boolean,
) {
  const ip = target.pod?.status?.podIP ?? ''
  return prober.observe(
    source,
    timeout => probeFor(ip, ports, timeout) ?? { command: ['false'], observed: () => 'unobserved' },
    observed => (computed ? observed === 'connected' : !isAnswer(observed)),
  )
}

import type { Check, CheckResult } from '../../exercise'
import type { Protocol } from '../../netpol'
import { runningRoles } from '../cells'
import { resolveProbe } from '../probes/connect'
import { isAnswer, type Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'

type Resolve = Extract<Check, { kind: 'resolve' }>

const protocols: readonly Extract<Protocol, 'UDP' | 'TCP'>[] = ['UDP', 'TCP']

/** A name is resolved from a role's pods, over UDP and over TCP; each role pod and protocol must do as expected. */
export async function resolveResult(
  check: Resolve,
  { world, prober }: { world: World; prober: Prober },
): Promise<CheckResult> {
  const sources = runningRoles(world).filter(
    ({ identity }) => identity.kind === 'pod' && identity.role === check.from,
  )
  const dns = world.parties.find(
    ({ origin, identity }) => origin === 'running' && identity.kind === 'pod' && identity.dns,
  )
  const expected = check.expect === 'resolves'
  const base = {
    id: check.id,
    kind: 'resolve' as const,
    expected: expected ? ('allowed' as const) : ('blocked' as const),
  }
  if (sources.length === 0 || !dns)
    return {
      ...base,
      outcome: 'failed',
      observed: 'unobserved',
      message: { id: 'grader.resolve.nobody', params: { role: check.from, name: check.name } },
    }
  const tries = sources.flatMap(source => protocols.map(protocol => ({ source, protocol })))
  const found = await Promise.all(
    tries.map(async ({ source, protocol }) => {
      const computed = world.after.verdict(flowBetween(source, dns, { port: 53, protocol })).allowed
      const observation = await prober.observe(
        source,
        timeout => resolveProbe(check.name, protocol, timeout),
        observed => isAnswer(observed) === computed,
      )
      return { source, protocol, computed, ...observation }
    }),
  )
  const wrong = found.find(({ computed }) => computed !== expected)
  const doubtful = found.find(
    ({ computed, observed, impossible }) => !impossible && isAnswer(observed) !== computed,
  )
  const told = wrong ?? doubtful ?? found[0]!
  const params = {
    from: told.source.label,
    name: check.name,
    protocol: told.protocol,
    observed: told.observed,
    computed: told.computed ? 'allowed' : 'blocked',
    reason: told.reason ?? '',
  }
  const result = {
    ...base,
    computed: told.computed ? ('allowed' as const) : ('blocked' as const),
    observed: told.observed,
    ...tryOf(told.source, check.name),
  }
  if (wrong) {
    const explanation = world.after.explain(
      flowBetween(wrong.source, dns, { port: 53, protocol: wrong.protocol }),
    )
    return {
      ...result,
      outcome: 'failed',
      message: { id: expected ? 'grader.resolve.fails' : 'grader.resolve.resolves', params },
      details: [explanation.summary],
    }
  }
  if (doubtful)
    return {
      ...result,
      outcome: 'inconclusive',
      message: { id: 'grader.inconclusive.resolve', params },
    }
  return {
    ...result,
    outcome: 'passed',
    message: { id: expected ? 'grader.resolve.right' : 'grader.resolve.silent', params },
  }
}

function tryOf({ pod }: Party, name: string): { try?: string } {
  const image = pod?.spec?.containers[0]?.image ?? ''
  if (!/(^|\/)(busybox|netshoot)(:|$)/.test(image)) return {}
  return { try: `kubectl exec -n ${pod?.metadata?.namespace} ${pod?.metadata?.name} -- nslookup ${name}` }
}

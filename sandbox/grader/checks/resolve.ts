import type { KubernetesClient } from '../../client'
import type { Check, CheckResult, Outcome } from '../../exercise'
import type { Message, Protocol } from '../../netpol'
import { runningRoles } from '../cells'
import type { ClusterState } from '../cluster-state'
import { hasAnswer, resolveProbe } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { doubtful } from './doubtful'
import { isDeserted, isThere, namedService } from './named-service'

type Resolve = Extract<Check, { kind: 'resolve' }>

const protocols: readonly Extract<Protocol, 'UDP' | 'TCP'>[] = ['UDP', 'TCP']

type Circumstances = {
  world: World
  state: Pick<ClusterState, 'services'>
  prober: Prober
  client: KubernetesClient
  signal?: AbortSignal
}

/** A name is resolved from a role's pods, over UDP and over TCP; each role pod and protocol must do as expected. */
export async function resolveResult(check: Resolve, circumstances: Circumstances): Promise<CheckResult> {
  const { world, prober } = circumstances
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
      const port = { port: 53, protocol }
      const verdict = world.after.verdict(flowBetween(source, dns, port))
      const probe = (timeout: number) => resolveProbe(check.name, protocol, timeout)
      const seen = await prober.observe({ from: source, to: dns, port, verdict, probe })
      return { source, protocol, computed: verdict.allowed, ...seen }
    }),
  )
  const wrong = found.find(({ computed }) => computed !== expected)
  const doubted = found.find(({ doubt }) => doubt)
  const nameless = found.find(({ observed, printed }) => observed === 'connected' && !hasAnswer(printed))
  const told = wrong ?? doubted ?? nameless ?? found[0]!
  const params = {
    from: told.source.label,
    name: check.name,
    protocol: told.protocol,
    computed: told.computed ? 'allowed' : 'blocked',
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
  if (doubted?.doubt) {
    const ends = { to: dns.label, port: 53 }
    return { ...result, ...doubtful(doubted.doubt, doubted, { ...params, ...ends }) }
  }
  if (!expected) return { ...result, outcome: 'passed', message: { id: 'grader.resolve.silent', params } }
  return { ...result, ...(await whatTheNameSays(check.name, Boolean(nameless), params, circumstances)) }
}

/** The answer came; it may be that there is no such name, or nobody behind it. */
async function whatTheNameSays(
  name: string,
  nameless: boolean,
  params: Message['params'],
  { client, state, signal }: Circumstances,
): Promise<Pick<CheckResult, 'outcome' | 'disagreement' | 'message'>> {
  const service = namedService(name)
  const say = (outcome: Outcome, id: string) => ({
    outcome,
    message: { id, params: { ...params, ...service } },
  })
  if (nameless) {
    const isMissing = service && !isThere(service, state.services)
    return {
      ...(isMissing
        ? say('failed', 'grader.resolve.no-service')
        : say('inconclusive', 'grader.inconclusive.no-name')),
      disagreement: 'no-name',
    }
  }
  if (service && (await isDeserted(service, client, signal)))
    return { ...say('failed', 'grader.resolve.deserted'), disagreement: 'not-listening' }
  return say('passed', 'grader.resolve.right')
}

function tryOf({ pod }: Party, name: string): { try?: string } {
  const image = pod?.spec?.containers[0]?.image ?? ''
  if (!/(^|\/)(busybox|netshoot)(:|$)/.test(image)) return {}
  return { try: `kubectl exec -n ${pod?.metadata?.namespace} ${pod?.metadata?.name} -- nslookup ${name}` }
}

import type { KubernetesClient } from '../../client'
import type { MatrixPort, Verdict } from '../../netpol'
import type { Capabilities } from '../../provider'
import { addressOf, type Party } from '../proof/world'
import { createCanaries } from './canary'
import { type Observed, type Probe, probeFor } from './connect'
import { agrees, createEnforcement, type Doubt } from './doubt'
import { createLimit, type Limit } from './limit'
import { whileListening } from './listening'
import { NoProbeContainer, probeContainer } from './probe-container'
import { type Awaited, createRounds } from './rounds'
import { GivenUp, type ProbePlace, runAlone } from './run'
import { runTogether } from './together'

/** What came of trying a connection. */
export type Observation = {
  observed: Observed
  /** Why nothing came of it, in the cluster's own words. */
  reason?: string
  /** There is no program to try it with, so nobody can see more than the engine computes. */
  impossible?: boolean
  /** Why it is not what was waited for; without it, it can be believed. */
  doubt?: Doubt
  /** What the program printed. */
  printed?: string
  /** Milliseconds that were waited for an answer that can be believed, where the first one could not. */
  waited?: number
}

/** Asking again would change nothing: there is no place to ask from. */
type Seen = Observation & { isFinal?: boolean }

/** A connection to try. */
export type Attempt = {
  from: Party
  to: Party
  port: MatrixPort
  /** The engine's word. */
  verdict: Verdict
  /** How it is tried, unless by the port alone. */
  probe?(timeout: number): Probe | undefined
  /** What is waited for, unless what the engine says. */
  isWanted?(observed: Observed): boolean
}

export type Prober = { observe(attempt: Attempt): Promise<Observation> }

/** All gradings on the clusters of a provider together. */
const limits = new WeakMap<object, Limit>()
function sharedLimit(capabilities: Pick<Capabilities, 'execsAtOnce'>): Limit {
  const known = limits.get(capabilities) ?? createLimit(capabilities.execsAtOnce ?? 1)
  limits.set(capabilities, known)
  return known
}

/** How container runtimes say that an image lacks a program. */
const missingProgram = /executable file not found|no such file or directory/
/** How many probes are on their way at a time, unless the provider says otherwise. */
const usualLimit = 32

/**
 * Tries connections from containers of the grader's own, a fresh process each, in two rounds: a busy machine, or a CNI
 * that is still programming its rules, must not look like a policy. Canaries run beside the first one.
 */
export function createProber(
  client: KubernetesClient,
  capabilities: Pick<Capabilities, 'probeTimeout' | 'probesAtOnce' | 'probeImage' | 'execsAtOnce'>,
  signal?: AbortSignal,
): Prober {
  const { probeTimeout, probesAtOnce = usualLimit, probeImage: image } = capabilities
  const run = capabilities.execsAtOnce
    ? runTogether(client, sharedLimit(capabilities), signal)
    : runAlone(client)
  const inTurn = createLimit(probesAtOnce)
  const rounds = createRounds({ probeTimeout }, signal)
  const enforcement = createEnforcement()
  const places = new Map<string, Promise<ProbePlace>>()

  const placeOf = ({ label, pod }: Party): Promise<ProbePlace> => {
    const known = places.get(label)
    if (known) return known
    const { namespace = 'default', name = '' } = pod?.metadata ?? {}
    const place = pod
      ? probeContainer(client, pod, { ...(image && { image }), signal }).then(container => ({
          namespace,
          pod: name,
          container,
        }))
      : Promise.reject(new NoProbeContainer(label, 'it is no pod'))
    places.set(label, place)
    return place
  }
  const once = async (place: ProbePlace, { command, observed, giveUp }: Probe): Promise<Observation> => {
    try {
      const result = await run(place, command, { signal, giveUp })
      return { observed: observed(result), printed: result.stdout }
    } catch (error) {
      if (error instanceof GivenUp) return { observed: 'dropped' }
      throw error
    }
  }
  /** One try; what is wrong with the grader's own place is an answer as well. */
  const tryFrom = (from: Party, probe: Probe): Promise<Seen> =>
    inTurn(async () => {
      try {
        return await once(await placeOf(from), probe)
      } catch (error) {
        if (signal?.aborted) throw error
        const reason = error instanceof Error ? error.message : String(error)
        const isFinal = error instanceof NoProbeContainer
        return {
          observed: 'unobserved',
          reason,
          isFinal,
          impossible: !isFinal && missingProgram.test(reason),
        }
      }
    })
  const canaries = createCanaries((from, probe, isRight, awaits) =>
    rounds({
      ask: timeout => tryFrom(from, probe(timeout)),
      isSettled: one => isRight(one.observed) || isHopeless(one),
      awaits,
    }),
  )

  /** Some networks refuse what they deny, and so does a pod where nobody listens: a server of the grader's tells them apart. */
  const refusedByPolicy = async ({ to, port }: Attempt, again: () => Promise<Seen>) => {
    const ip = addressOf(to)
    if (port.protocol !== 'TCP' || !to.pod || ip === undefined) return undefined
    const place = await placeOf(to).catch(() => undefined)
    const seen =
      place &&
      (await whileListening(client, { ...place, ip }, port.port, again, signal).catch(() => undefined))
    signal?.throwIfAborted()
    return seen?.observed === 'refused' ? { ...seen, observed: 'rejected' as const } : seen
  }

  return {
    async observe(attempt) {
      const { from, to, port, verdict, isWanted = seen => agrees(seen, verdict.allowed) } = attempt
      const probe = attempt.probe ?? (timeout => probeFor(addressOf(to) ?? '', port, timeout))
      if (!probe(probeTimeout)) return { observed: 'unobserved', impossible: true }
      const begun = Date.now()
      let asked = 0
      const ask = async (timeout: number) => {
        const again = () => tryFrom(from, probe(timeout)!)
        const seen = await again()
        // Once is enough to know whether this network refuses what it denies, and costs a server.
        if (asked++ !== 1 || verdict.allowed || seen.observed !== 'refused') return seen
        return (await refusedByPolicy(attempt, again)) ?? seen
      }
      const awaits: Awaited = isWanted('dropped') ? 'silence' : 'answer'
      const isSettled = (one: Seen) => isWanted(one.observed) || isHopeless(one)
      const [seen, canary] = await Promise.all([rounds({ ask, isSettled, awaits }), canaries(from)])
      const flow = { from: from.label, to: to.label, protocol: port.protocol, verdict }
      enforcement.note(flow, seen.observed)
      const waited = asked > 1 ? { waited: Date.now() - begun } : {}
      if (seen.impossible) return seen
      if (seen.observed === 'unobserved')
        return { ...seen, ...waited, doubt: seen.reason === undefined ? 'not-settled' : 'no-probe' }
      const doubt = canary ?? enforcement.doubtOf(flow, seen.observed)
      return { ...seen, ...waited, ...(doubt && { doubt }) }
    },
  }
}

const isHopeless = ({ impossible, isFinal }: Seen) => Boolean(impossible || isFinal)

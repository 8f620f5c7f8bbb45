import type { KubernetesClient } from '../../client'
import type { Capabilities } from '../../provider'
import { pause } from '../pause'
import type { Party } from '../proof/world'
import { type Observed, type Probe, tcpProbe } from './connect'
import { NoProbeContainer, probeContainer } from './probe-container'
import { type ProbePlace, runCommand } from './run'

/**
 * What came of a probe, or why nothing did (`reason` is the cluster's own word). `impossible`: there is no program to
 * try it with, so nobody can see more than the engine computes.
 */
export type Observation = {
  observed: Observed
  reason?: string
  impossible?: boolean
  /** Milliseconds until the answer could be believed, where the first one could not. */
  settledAfter?: number
}

export type Prober = {
  /**
   * Tries until `believed` says that the answer can be, at most `attempts` times with growing time-outs: a busy
   * machine or a CNI that is still programming its rules must not look like a policy.
   */
  observe(
    from: Party,
    probe: (timeout: number) => Probe,
    believed: (observed: Observed) => boolean,
  ): Promise<Observation>
  /** Does the prober itself tell the truth from there? Answers what is wrong, or nothing. */
  canary(from: Party): Promise<'silent' | 'everything-connects' | undefined>
}

/** How container runtimes say that an image lacks a program. */
const missingProgram = /executable file not found|no such file or directory/
const attempts = 4
/** Milliseconds before the second attempt. */
const firstPause = 150
/** How many probes are on their way at a time. */
const concurrency = 32
/** Nobody has this address (RFC 5737) and nobody listens on this port. */
const nobody = { ip: '192.0.2.254', port: 9 }

export function createProber(
  client: KubernetesClient,
  { probeTimeout }: Pick<Capabilities, 'probeTimeout'>,
  signal?: AbortSignal,
): Prober {
  const places = new Map<string, Promise<ProbePlace>>()
  const inTurn = limit(concurrency)

  const placeOf = (from: Party): Promise<ProbePlace> => {
    const known = places.get(from.label)
    if (known) return known
    const place = findPlace(from)
    places.set(from.label, place)
    return place
  }
  const findPlace = async ({ pod, label }: Party): Promise<ProbePlace> => {
    if (!pod) throw new NoProbeContainer(label, 'it is no pod')
    const container = await probeContainer(client, pod, signal)
    return { namespace: pod.metadata?.namespace ?? 'default', pod: pod.metadata?.name ?? '', container }
  }
  const once = async (place: ProbePlace, { command, observed, giveUp }: Probe): Promise<Observed> => {
    if (giveUp === undefined) return observed(await runCommand(client, place, command, signal))
    const late = AbortSignal.timeout(giveUp)
    const either = signal ? AbortSignal.any([signal, late]) : late
    try {
      return observed(await runCommand(client, place, command, either))
    } catch (error) {
      if (late.aborted && !signal?.aborted) return 'dropped'
      throw error
    }
  }
  const observe: Prober['observe'] = (from, probe, believed) =>
    inTurn(async () => {
      let last: Observation = { observed: 'unobserved' }
      const begun = Date.now()
      for (let attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0) await pause(firstPause * attempt, signal)
        try {
          const observed = await once(await placeOf(from), probe(probeTimeout * 2 ** attempt))
          last = { observed }
          if (believed(observed)) return attempt === 0 ? last : { ...last, settledAfter: Date.now() - begun }
        } catch (error) {
          if (signal?.aborted) throw error
          const reason = error instanceof Error ? error.message : String(error)
          const impossible = missingProgram.test(reason)
          last = { observed: 'unobserved', reason, ...(impossible && { impossible }) }
          if (impossible || error instanceof NoProbeContainer) return last
        }
      }
      return last
    })

  return {
    observe,
    async canary(from) {
      const own = from.pod?.status?.podIP ?? '127.0.0.1'
      const [self, none] = await Promise.all([
        // A pod always reaches itself, and a closed port answers too.
        observe(from, timeout => tcpProbe(own, nobody.port, timeout), isAnswer),
        observe(
          from,
          timeout => tcpProbe(nobody.ip, nobody.port, timeout),
          observed => observed !== 'connected',
        ),
      ])
      if (!isAnswer(self.observed)) return 'silent'
      return none.observed === 'connected' ? 'everything-connects' : undefined
    },
  }
}

/** Did the other side's machine answer? Then no policy dropped it. */
export const isAnswer = (observed: Observed) => observed === 'connected' || observed === 'refused'

function limit(most: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}

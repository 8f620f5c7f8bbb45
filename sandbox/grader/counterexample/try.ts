import type { V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { createModel } from '../../netpol'
import type { Capabilities } from '../../provider'
import type { ClusterState } from '../cluster-state'
import { pause } from '../pause'
import type { Observed } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { type Counterexample, flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { firstTriable, type Triable } from './triable'
import { withPod } from './with-pod'

/** A counterexample that was made real, and what came of trying it. */
export type Tried = Pick<Triable, 'example' | 'side'> & { observed: Observed }

/** Milliseconds that the trying may take once the pod runs. */
const patience = 10_000

type Circumstances = {
  client: KubernetesClient
  prober: Prober
  world: World
  state: ClusterState
  capabilities: Capabilities
  signal?: AbortSignal
}

/**
 * Makes the smallest counterexample real, tries it, and takes it away again. Undefined where that cannot be done, or
 * tells nothing: what is computed stands. Rejects only with the signal's reason.
 */
export async function tryCounterexample(
  counterexamples: readonly Counterexample[],
  circumstances: Circumstances,
): Promise<Tried | undefined> {
  const triable = firstTriable(counterexamples, circumstances)
  if (!triable) return undefined
  const { client, signal } = circumstances
  const { example, side, possible, namespace } = triable
  try {
    const make = { pod: possible.pod, namespace, image: circumstances.capabilities.probeImage }
    const observed = await withPod(client, make, made => observe(triable, made, circumstances), signal)
    return observed && { example, side, observed }
  } catch {
    signal?.throwIfAborted()
    return undefined
  }
}

async function observe(
  { example, side, possible, other, namespace }: Triable,
  pod: V1Pod,
  { prober, state, signal }: Circumstances,
): Promise<Observed | undefined> {
  const { port, computed } = example
  const { namespace: home = '', name = '' } = pod.metadata ?? {}
  const made: Party = {
    ...possible,
    pod,
    label: `${home}/${name}`,
    endpoint: { namespace: home, pod: name },
  }
  const [from, to] = side === 'from' ? [made, other] : [other, made]
  // Its address is another one than the possible pod's, and policies may go by addresses.
  const model = createModel({
    ...state,
    namespaces: [...state.namespaces, ...(namespace.make ? [namespace.make] : [])],
    pods: [...state.pods, pod],
  })
  const verdict = model.verdict(flowBetween(from, to, port))
  if (verdict.allowed !== computed) return undefined
  const ending = new AbortController()
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
  try {
    const tried = prober.observe({ from, to, port, verdict })
    const seen = await Promise.race([tried, pause(patience, either)])
    return seen && !seen.doubt && !seen.impossible ? seen.observed : undefined
  } finally {
    ending.abort()
  }
}

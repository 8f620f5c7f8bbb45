import type { V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { createModel } from '../../netpol'
import type { Capabilities } from '../../provider'
import { agrees } from '../checks/flow'
import type { ClusterState } from '../cluster-state'
import { pause } from '../pause'
import { type Observed, probeFor } from '../probes/connect'
import type { Prober } from '../probes/prober'
import { type Counterexample, flowBetween } from '../proof/judge'
import { addressOf, type Party, type World } from '../proof/world'
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
    const make = { pod: possible.pod, namespace }
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
  if (model.verdict(flowBetween(from, to, port)).allowed !== computed) return undefined

  const isTelling = (observed: Observed) => observed !== 'unobserved' && agrees(observed, computed)
  const probe = (timeout: number) =>
    probeFor(addressOf(to) ?? '', port, timeout) ?? {
      command: ['true'],
      observed: () => 'unobserved' as const,
    }
  const ending = new AbortController()
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
  try {
    const tried = Promise.all([prober.observe(from, probe, isTelling), prober.canary(from)])
    const answer = await Promise.race([tried, pause(patience, either)])
    if (!answer) return undefined
    const [{ observed }, canary] = answer
    return canary === undefined && isTelling(observed) ? observed : undefined
  } finally {
    ending.abort()
  }
}

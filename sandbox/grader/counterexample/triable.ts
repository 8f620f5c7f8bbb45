import type { V1Namespace } from '@kubernetes/client-node'
import type { Capabilities } from '../../provider'
import { isThere } from '../cells'
import type { ClusterState } from '../cluster-state'
import { probeFor } from '../probes/connect'
import type { Counterexample } from '../proof/judge'
import type { Party, World } from '../proof/world'

/** A counterexample between one pod that could come and somebody who is there, with what must be made for it. */
export type Triable = {
  example: Counterexample
  side: 'from' | 'to'
  possible: Party & { pod: NonNullable<Party['pod']> }
  other: Party
  namespace: { name: string; make?: V1Namespace }
}

type Circumstances = { world: World; state: ClusterState; capabilities: Capabilities }

/** The first counterexample, they come smallest first, that one pod makes real. */
export function firstTriable(
  counterexamples: readonly Counterexample[],
  circumstances: Circumstances,
): Triable | undefined {
  for (const example of counterexamples) {
    const triable = asTriable(example, circumstances)
    if (triable) return triable
  }
  return undefined
}

function asTriable(
  example: Counterexample,
  { world, state, capabilities }: Circumstances,
): Triable | undefined {
  const side = isPossible(example.from) ? 'from' : 'to'
  const possible = example[side]
  const other = example[side === 'from' ? 'to' : 'from']
  if (!isPossible(possible) || !isThere(other) || isPublished(possible, state)) return undefined
  if (!other.pod && (side === 'to' || !capabilities.externalHosts)) return undefined
  if (!probeFor('127.0.0.1', example.port, 1)) return undefined
  const name = possible.pod.metadata?.namespace ?? 'default'
  if (state.namespaces.some(({ metadata }) => metadata?.name === name))
    return { example, side, possible, other, namespace: { name } }
  if (!capabilities.makesNamespaces) return undefined
  const make = world.invented.find(({ metadata }) => metadata?.name === name)
  return make && { example, side, possible, other, namespace: { name, make } }
}

const isPossible = (party: Party): party is Triable['possible'] =>
  party.origin !== 'running' && party.pod !== undefined

/** A service may send traffic to pods that are not Ready: there it could not be kept out. */
const isPublished = ({ pod: { metadata } }: Triable['possible'], { services }: ClusterState): boolean =>
  services.some(
    service =>
      service.spec?.publishNotReadyAddresses === true &&
      service.metadata?.namespace === metadata?.namespace &&
      Object.entries(service.spec.selector ?? {}).every(([key, value]) => metadata?.labels?.[key] === value),
  )

import type { ClusterObjects } from '@/components/live/live-state'
import {
  type ClusterNetworkPolicy,
  createModel,
  isWalled,
  type MatrixPort,
  type Model,
  type Verdict,
} from '@/sandbox/netpol'
import { enforcementOf } from '../enforcement'
import { portKey } from '../ports'
import { type End, endKey, endpointOf, isPod, isReady } from './ends'

type Named = Parameters<typeof endKey>[0]

export const cellKey = (from: Named, to: Named, port: MatrixPort) =>
  `${endKey(from)}>${endKey(to)}:${portKey(port)}`

export type Cell = { from: End; to: End; port: MatrixPort; verdict: Verdict }

/** What keeps apart those who share a cluster. */
export type LiveWall = readonly ClusterNetworkPolicy[]

/** The engine's model of what is in the cluster now; policies that nobody enforces decide nothing. */
export const modelOf = (objects: ClusterObjects, wall: LiveWall): Model =>
  createModel({
    wall,
    namespaces: [...objects.namespaces],
    pods: [...objects.pods],
    networkPolicies: enforcementOf(objects).enforced ? [...objects.networkPolicies] : [],
    services: [...objects.services],
  })

/** Not the policies stop it, but the wall between learners. */
export const isStoppedByWall = ({ egress, ingress }: Verdict) => isWalled(egress) || isWalled(ingress)

/** A pod and itself are no pair, because nothing can close that; two addresses are none, because no pod is asked. */
const isPair = (from: End, to: End) => endKey(from) !== endKey(to) && (isPod(from) || isPod(to))

/** Nobody can judge who goes to or from where the policies are hidden. */
export const isHiddenPair = (from: End, to: End, hidden: readonly string[]) =>
  [from, to].some(end => isPod(end) && hidden.includes(end.namespace))

/** Every pair that can be judged, on one port. */
export function cellsOf(
  model: Model,
  ends: { sources: readonly End[]; targets: readonly End[] },
  port: MatrixPort,
  hidden: readonly string[] = [],
): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const from of ends.sources) {
    for (const to of ends.targets) {
      if (!isReady(from) || !isReady(to) || !isPair(from, to) || isHiddenPair(from, to, hidden)) continue
      const verdict = model.verdict({ from: endpointOf(from), to: endpointOf(to), ...port })
      cells.set(cellKey(from, to, port), { from, to, port, verdict })
    }
  }
  return cells
}

import type { ClusterObjects } from '@/components/live/live-state'
import { createModel, type MatrixPort, type Model, type Verdict } from '@/sandbox/netpol'
import { endKey, type PodEnd } from './ends'
import { portKey } from './ports'

type End = { namespace: string; pod: string }

export const cellKey = (from: End, to: End, port: MatrixPort) =>
  `${endKey(from)}>${endKey(to)}:${portKey(port)}`

export type Cell = { from: PodEnd; to: PodEnd; port: MatrixPort; verdict: Verdict }

/** A pod as the engine names it: an end with an address of its own would be judged as an address. */
export const podOf = ({ namespace, pod }: End): End => ({ namespace, pod })

/** The engine's model of what is in the cluster now. */
export const modelOf = (objects: ClusterObjects): Model =>
  createModel({
    namespaces: [...objects.namespaces],
    pods: [...objects.pods],
    networkPolicies: [...objects.networkPolicies],
    services: [...objects.services],
  })

/** Every pair of pods that can be judged, on one port. A pod and itself are no pair: nothing can close that. */
export function cellsOf(
  model: Model,
  ends: { sources: readonly PodEnd[]; targets: readonly PodEnd[] },
  port: MatrixPort,
): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const from of ends.sources) {
    for (const to of ends.targets) {
      if (!from.ready || !to.ready || endKey(from) === endKey(to)) continue
      const verdict = model.verdict({ from: podOf(from), to: podOf(to), ...port })
      cells.set(cellKey(from, to, port), { from, to, port, verdict })
    }
  }
  return cells
}

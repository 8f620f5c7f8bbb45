import type { KubernetesClient } from '../client'
import { type ClusterState, isSettling, readClusterState } from './cluster-state'
import { pause } from './pause'

/** Milliseconds between two looks. */
const interval = 50

/**
 * The state of the cluster once its pods have come up or gone away, or as it is after `patience` milliseconds:
 * who types `kubectl apply` and presses Check at once means the pods that are on their way.
 */
export async function settledState(
  client: KubernetesClient,
  patience: number,
  signal?: AbortSignal,
): Promise<ClusterState> {
  const deadline = Date.now() + patience
  for (;;) {
    const state = await readClusterState(client, signal)
    if (!state.pods.some(isSettling) || Date.now() >= deadline) return state
    await pause(interval, signal)
  }
}

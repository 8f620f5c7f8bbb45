import type { KubernetesObject } from '@kubernetes/client-node'

/** One object of a start state: what `kubectl apply` would be given. */
export type StartObject = KubernetesObject & Record<string, unknown>

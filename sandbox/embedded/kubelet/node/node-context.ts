import type { V1Pod } from '@kubernetes/client-node'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import type { ImageTable } from '../../images/table'
import type { NetworkNamespace } from '../../network/stack'
import type { NodePlace } from '../../system/places'
import type { NodeVolumes } from '../volumes/node-volumes'

/** The start of a node whose pods ran before: they go on as if nothing had happened. */
export type Boot = {
  /** What runs from now on was stopped, and begins anew. */
  over: boolean
  /** When each of these pods runs again. */
  readonly resumed: Promise<void>[]
}

/** What a node gives to the pods on it. */
export type NodeContext = {
  readonly registry: Registry
  readonly accounts: ServiceAccountTokens
  readonly images: ImageTable
  readonly boot: Boot
  /** What of volumes outlives a pod. */
  readonly volumes: NodeVolumes
  /** Names of images that were pulled: whoever may use a local one need not pull them again. */
  readonly pulled: Set<string>
  readonly place: NodePlace
  /** The node's own network. */
  readonly nodeNetwork: NetworkNamespace
  /** Gives a pod its addresses: those that it had, if they are free. */
  readonly joinNetwork: (pod: V1Pod, wanted?: string) => NetworkNamespace | undefined
  /** The longest time (ms) that a pod may take to end, whatever its terminationGracePeriodSeconds. */
  readonly gracePeriodCap: number
}

export type KubeletEvent = {
  type?: 'Normal' | 'Warning'
  reason: string
  message: string
  fieldPath?: string
}

/** Reports an event of the kubelet about a pod. */
export function report(
  { registry, place }: NodeContext,
  pod: V1Pod,
  { type = 'Normal', reason, message, fieldPath }: KubeletEvent,
): void {
  registry.event(pod, {
    type,
    reason,
    message,
    component: 'kubelet',
    host: place.name,
    ...(fieldPath && { fieldPath }),
  })
}

import type { KubernetesObject } from '@kubernetes/client-node'
import type { Change } from '../store/store'
import type { ResourceCatalog } from './resource-catalog'

export type WriteOptions = {
  dryRun?: boolean
  fieldManager?: string
  /** `Strict`, `Warn` or `Ignore` unknown fields; controllers do not need it. */
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  subresource?: string
  /** Server-side apply: the configuration that `fieldManager` applied. */
  applied?: KubernetesObject
  /** Told what is allowed and yet a mistake, most likely. */
  warn?: (text: string) => void
}

export type DeleteOptions = {
  /** Seconds; 0 removes at once. */
  gracePeriodSeconds?: number
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan'
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: boolean
}

export type ListOptions = { namespace?: string; labelSelector?: string; fieldSelector?: string }

export type IpFamily = 'IPv4' | 'IPv6'

/**
 * The generic registry: what the HTTP handler, the controllers and the kubelet all use. Defaults, validation, uid,
 * timestamps, generation and finalizers happen here, so nobody writes around them. Synchronous; `resource` is a
 * registration's `storage` key (`pods`, `apps/deployments`, `networking.k8s.io/networkpolicies`).
 * Throws `ApiError` (api/status.ts), whose `status` is the Kubernetes Status to answer.
 * Objects that come out are frozen; hand in new ones.
 */
export interface Registry {
  readonly revision: number
  readonly resources: ResourceCatalog
  /** Namespaces whose NetworkPolicies are nobody's business but the grader's (authorization/rules.ts). */
  readonly hiddenPolicies: Set<string>
  /** In which services have addresses, the default first. */
  ipFamilies: readonly IpFamily[]
  get<T extends KubernetesObject>(resource: string, namespace: string, name: string): T
  /** As `get`, but undefined instead of NotFound. */
  find<T extends KubernetesObject>(resource: string, namespace: string, name: string): T | undefined
  list<T extends KubernetesObject>(resource: string, options?: ListOptions): T[]
  create<T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions): T
  /** Replaces; a resourceVersion in the object must be current, else 409 Conflict. */
  update<T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions): T
  /** Reads, changes, writes, with no one in between. `change` gets a deep copy and may edit it in place. */
  modify<T extends KubernetesObject>(
    resource: string,
    namespace: string,
    name: string,
    change: (object: T) => void,
    options?: WriteOptions,
  ): T
  delete<T extends KubernetesObject>(
    resource: string,
    namespace: string,
    name: string,
    options?: DeleteOptions,
  ): T
  /** The current objects as ADDED, then every change, until disposed. Listeners run inside the commit: be quick, queue work. */
  watch<T extends KubernetesObject>(
    resource: string,
    listener: (change: Change<T>) => void,
  ): { dispose(): void }
  /** As `watch`, for all resources, those that are yet to be defined included. */
  watchAll(listener: (change: Change) => void): { dispose(): void }
  /** Changes after `revision` in a namespace, or in all. Throws Expired (410) when they are no longer known. */
  changes(
    resource: string,
    namespace: string | undefined,
    revision: number,
    listener: (change: Change) => void,
  ): { dispose(): void }
  /** Resolves when everything written so far is where `kill -9` cannot reach it. */
  durable(): Promise<void>
  /** Records an event (core/v1) about an object; the same one again raises `count`. */
  event(
    about: KubernetesObject,
    event: {
      type: 'Normal' | 'Warning'
      reason: string
      message: string
      component: string
      /** The part of the object that it is about: `spec.containers{web}` (`involvedObject.fieldPath`). */
      fieldPath?: string
      /** The node that reports it (`source.host`). */
      host?: string
    },
  ): void
}

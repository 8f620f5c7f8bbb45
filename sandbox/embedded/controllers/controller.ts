import type { KubernetesObject } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import type { Change } from '../store/store'
import { WorkQueue } from './work-queue'

/** The resource of a trigger that is for every change. */
export const everything = Symbol('everything')

/** Which keys must be looked at again when an object of a resource changes. */
export type Trigger = {
  resource: string | typeof everything
  keys: (change: Change) => Iterable<string>
}

export type ControllerOptions = {
  registry: Registry
  triggers: readonly Trigger[]
  /**
   * Brings the world closer to what the object of this key asks for. Level-triggered: called again until it fits.
   * `later` has it called again after so many milliseconds: when time alone may ask for something else.
   */
  reconcile: (namespace: string, name: string, later: (milliseconds: number) => void) => void
}

/** `namespace/name`, the work queue's key (client-go: MetaNamespaceKeyFunc, but always with the slash). */
export const keyOf = (object: KubernetesObject): string =>
  `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`

export const itself = (change: Change): string[] => [keyOf(change.object)]

/** Watches what its triggers name and reconciles the keys that they give, synchronously, as the registry is. */
export function startController({ registry, triggers, reconcile }: ControllerOptions): Disposable {
  const queue = new WorkQueue(key => {
    const slash = key.indexOf('/')
    reconcile(key.slice(0, slash), key.slice(slash + 1), milliseconds => queue.addAfter(key, milliseconds))
  })
  const watches = triggers.map(({ resource, keys }) => {
    const listener = (change: Change) => {
      for (const key of keys(change)) queue.add(key)
    }
    return resource === everything ? registry.watchAll(listener) : registry.watch(resource, listener)
  })
  return {
    dispose() {
      for (const watch of watches) watch.dispose()
      queue.dispose()
    },
  }
}

import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../resources/registration'
import type { Registry } from './registry'
import { notFound } from './status'

/** The registry as it would be if nothing but these objects could ever be there. */
export function unchanging(
  registry: Registry,
  registration: Registration,
  objects: readonly KubernetesObject[],
): Registry {
  const find = (name: string) => objects.find(({ metadata }) => metadata?.name === name)
  const reading = {
    find: (_: string, __: string, name: string) => find(name),
    get(_: string, __: string, name: string) {
      const found = find(name)
      if (!found) throw notFound(registration, name)
      return found
    },
    list: () => [...objects],
  }
  return Object.assign(Object.create(registry) as Registry, reading)
}

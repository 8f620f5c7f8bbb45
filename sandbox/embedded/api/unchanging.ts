import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../resources/registration'
import type { ListOptions, Registry } from './registry'
import { parseLabelSelector } from './selectors/label-selector'
import { notFound } from './status'

/** The registry as it would be if nothing but what the registration says could ever be there. */
export function unchanging(registry: Registry, registration: Registration): Registry {
  const { always = [], noun } = registration
  const objects = () => (typeof always === 'function' ? always(registry) : always)
  const find = (namespace: string, name: string) =>
    objects().find(({ metadata }) => metadata?.name === name && (metadata.namespace ?? '') === namespace)
  const reading = {
    find: (_: string, namespace: string, name: string) => find(namespace, name),
    get(_: string, namespace: string, name: string) {
      const found = find(namespace, name)
      if (!found)
        throw notFound(
          { ...registration, name: noun ?? registration.name },
          noun && namespace ? `${namespace}/${name}` : name,
        )
      return found
    },
    list(_: string, { namespace, labelSelector = '' }: ListOptions = {}): KubernetesObject[] {
      const matches = parseLabelSelector(labelSelector)
      return objects().filter(
        ({ metadata }) =>
          (!namespace || metadata?.namespace === namespace) && matches(metadata?.labels ?? {}),
      )
    },
  }
  return Object.assign(Object.create(registry) as Registry, reading)
}

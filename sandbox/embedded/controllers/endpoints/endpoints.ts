import type { V1Service } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { itself, startController } from '../controller'
import { selects } from '../selector'
import { backendsOf } from './backends'
import { reconcileSlices, serviceNameLabel, slices } from './slices'
import { reconcileEndpoints } from './subsets'
import { createTriggerTimes } from './trigger-time'

/**
 * Endpoints and EndpointSlices of services with a selector: the pods that it selects, their addresses, the target
 * port of each. Pods that are not Ready are there too, as not ready; terminated ones are not.
 */
export function startEndpointsController(registry: Registry): Disposable {
  const triggerTimes = createTriggerTimes()
  return startController({
    registry,
    triggers: [
      { resource: 'services', keys: itself },
      {
        resource: 'pods',
        keys: ({ object, previous }) => {
          const namespace = object.metadata?.namespace
          return registry
            .list<V1Service>('services', { namespace })
            .filter(({ spec }) =>
              [object, previous].some(pod => selects(spec?.selector, pod?.metadata?.labels)),
            )
            .map(({ metadata }) => `${namespace}/${metadata?.name}`)
        },
      },
      ...['endpoints', slices].map(resource => ({
        resource,
        keys: ({ type, object: { metadata } }: Parameters<typeof itself>[0]) =>
          type === 'ADDED'
            ? []
            : [`${metadata?.namespace}/${metadata?.labels?.[serviceNameLabel] ?? metadata?.name}`],
      })),
    ],
    reconcile: (namespace, name) => {
      const service = registry.find<V1Service>('services', namespace, name)
      if (service && !service.spec?.selector) return
      if (!service) triggerTimes.forget(`${namespace}/${name}`)
      const backends = service ? backendsOf(registry, service) : []
      const trigger =
        service &&
        triggerTimes.look(
          service,
          backends.map(({ pod }) => pod),
        )
      reconcileEndpoints(registry, { namespace, name }, service, backends, trigger)
      reconcileSlices(registry, { namespace, name }, service, backends, trigger)
    },
  })
}

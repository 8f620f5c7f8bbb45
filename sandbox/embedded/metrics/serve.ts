import type { V1APIService, V1Endpoints } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { timestamp } from '../api/stored'
import { metricsResources } from './resources'

const apiServices = 'apiregistration.k8s.io/apiservices'
const ours = 'v1beta1.metrics.k8s.io'

/**
 * The aggregation layer, as far as there is something to aggregate: while an APIService says that metrics.k8s.io is
 * served by a service, and that service has a Ready pod, metrics are there.
 */
export function serveMetrics(registry: Registry): Disposable {
  let serving = false
  let disposed = false
  const look = () => {
    if (disposed) return
    const wanted = registry.find<V1APIService>(apiServices, '', ours)
    const { namespace = '', name = '' } = wanted?.spec?.service ?? {}
    const endpoints = wanted && registry.find<V1Endpoints>('endpoints', namespace, name)
    const ready = (endpoints?.subsets ?? []).some(({ addresses = [] }) => addresses.length > 0)
    if (ready !== serving) {
      serving = ready
      if (ready)
        for (const one of metricsResources)
          registry.resources.define(`${one.name}.metrics.k8s.io`, { stored: one, served: [one] })
      else for (const { name } of metricsResources) registry.resources.forget(`${name}.metrics.k8s.io`)
    }
    if (wanted) tell(registry, wanted, ready, `service/${name} in ${JSON.stringify(namespace)}`)
  }
  const lookSoon = () => setImmediate(look)
  const watches = [
    registry.watch<V1APIService>(apiServices, ({ object }) => {
      if (object.metadata?.name === ours) lookSoon()
    }),
    registry.watch<V1Endpoints>('endpoints', ({ object }) => {
      if (object.metadata?.namespace === 'kube-system') lookSoon()
    }),
  ]
  lookSoon()
  return {
    dispose() {
      disposed = true
      for (const watch of watches) watch.dispose()
    },
  }
}

/** As the aggregator's availability controller words it. */
function tell(registry: Registry, { status }: V1APIService, ready: boolean, service: string): void {
  const known = status?.conditions?.find(({ type }) => type === 'Available')
  if (known?.status === (ready ? 'True' : 'False')) return
  const condition = {
    type: 'Available',
    lastTransitionTime: timestamp(Date.now()),
    ...(ready
      ? { status: 'True', reason: 'Passed', message: 'all checks passed' }
      : {
          status: 'False',
          reason: 'MissingEndpoints',
          message: `endpoints for ${service} have no addresses with port name "https"`,
        }),
  }
  registry.modify<V1APIService>(
    apiServices,
    '',
    ours,
    object => {
      object.status = { conditions: [condition as never] }
    },
    { subresource: 'status', fieldManager: 'kube-apiserver' },
  )
}

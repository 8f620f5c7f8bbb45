import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { createModel, type Flow, type Model, type Verdict } from '../../netpol'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'

/** Asks the policy engine about flows between what runs now. */
export interface PolicyView extends Disposable {
  verdict(flow: Flow): Verdict
}

const judged = ['namespaces', 'pods', 'networking.k8s.io/networkpolicies', 'services']

/** Compiles the model again at the first question after an object changed. */
export function createPolicyView(registry: Registry): PolicyView {
  let model: Model | undefined
  const watches = judged.map(resource =>
    registry.watch(resource, () => {
      model = undefined
    }),
  )
  const compile = () =>
    createModel({
      namespaces: registry.list<V1Namespace>('namespaces'),
      pods: registry.list<V1Pod>('pods'),
      networkPolicies: registry.list<V1NetworkPolicy>('networking.k8s.io/networkpolicies'),
      services: registry.list<V1Service>('services'),
    })
  return {
    verdict(flow) {
      model ??= compile()
      return model.verdict(flow)
    },
    dispose() {
      for (const watch of watches) watch.dispose()
    },
  }
}

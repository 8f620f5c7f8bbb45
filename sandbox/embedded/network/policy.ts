import type { V1Namespace, V1NetworkPolicy, V1Node, V1Pod, V1Service } from '@kubernetes/client-node'
import {
  type AdminNetworkPolicy,
  type BaselineAdminNetworkPolicy,
  type ClusterNetworkPolicy,
  createModel,
  type Flow,
  type Model,
  type ModelObjects,
  type Verdict,
} from '../../netpol'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'

/** Asks the policy engine about flows between what runs now. */
export interface PolicyView extends Disposable {
  verdict(flow: Flow): Verdict
  /** Lets go of the model: it is compiled again at the next question. */
  rest(): void
}

const described = ['namespaces', 'pods', 'services', 'nodes']
type Policies = Pick<
  ModelObjects,
  'networkPolicies' | 'adminNetworkPolicies' | 'baselineAdminNetworkPolicies' | 'clusterNetworkPolicies'
>

/** What the engine takes, and under which resource the registry keeps it. */
const policies = {
  networkPolicies: 'networking.k8s.io/networkpolicies',
  adminNetworkPolicies: 'policy.networking.k8s.io/adminnetworkpolicies',
  baselineAdminNetworkPolicies: 'policy.networking.k8s.io/baselineadminnetworkpolicies',
  clusterNetworkPolicies: 'policy.networking.k8s.io/clusternetworkpolicies',
} satisfies Record<keyof Policies, string>

export type PolicyViewOptions = {
  readonly registry: Registry
  /** Milliseconds until the plug-in has heard of a policy. */
  readonly delay: number
  /** What a verdict rests on has changed. */
  readonly changed: () => void
}

/** Compiles the model again at the first question after an object changed. */
export function createPolicyView({ registry, delay, changed }: PolicyViewOptions): PolicyView {
  let model: Model | undefined
  let enforced: Policies | undefined
  const timers = new Set<NodeJS.Timeout>()
  const read = (): Policies => ({
    networkPolicies: registry.list<V1NetworkPolicy>(policies.networkPolicies),
    adminNetworkPolicies: registry.list<AdminNetworkPolicy>(policies.adminNetworkPolicies),
    baselineAdminNetworkPolicies: registry.list<BaselineAdminNetworkPolicy>(
      policies.baselineAdminNetworkPolicies,
    ),
    clusterNetworkPolicies: registry.list<ClusterNetworkPolicy>(policies.clusterNetworkPolicies),
  })
  const forget = () => {
    model = undefined
    changed()
  }
  /** What is in force stays so until the plug-in has heard of the change. */
  const hear = () => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      enforced = read()
      forget()
    }, delay)
    timers.add(timer.unref())
  }
  const watches = [
    ...described.map(resource => registry.watch(resource, forget)),
    ...Object.values(policies).map(resource => registry.watch(resource, delay > 0 ? hear : forget)),
  ]
  const compile = () => {
    if (delay > 0) enforced ??= { networkPolicies: [] }
    return createModel({
      namespaces: registry.list<V1Namespace>('namespaces'),
      pods: registry.list<V1Pod>('pods'),
      services: registry.list<V1Service>('services'),
      nodes: registry.list<V1Node>('nodes'),
      ...(enforced ?? read()),
    })
  }
  return {
    verdict(flow) {
      model ??= compile()
      return model.verdict(flow)
    },
    rest() {
      model = undefined
    },
    dispose() {
      for (const watch of watches) watch.dispose()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

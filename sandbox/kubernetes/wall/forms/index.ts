import type { KubernetesObject } from '@kubernetes/client-node'
import type { WallPlace } from '../place'
import { sandboxWall } from '../sandbox-wall'
import { toolboxWall } from '../toolbox-wall'
import { asAdminNetworkPolicy } from './admin-network-policy'
import { asGlobalNetworkPolicy, calicoTier } from './calico'
import { ciliumSandboxWall, ciliumToolboxWall } from './cilium'

type Object = KubernetesObject & { spec?: object }

/** How a wall is written in one of the kinds that a cluster may have. */
export type WallForm = {
  kind: string
  group: string
  version: string
  resource: string
  sandbox(sandbox: string, place: WallPlace): Object
  toolboxes(place: WallPlace): Object
  /** What it stands on, made once. */
  ground?: { resource: string; object: Object }
}

const policyGroup = 'policy.networking.k8s.io'

/** In the order in which they are chosen. */
export const wallForms: readonly WallForm[] = [
  {
    kind: 'ClusterNetworkPolicy',
    group: policyGroup,
    version: 'v1alpha2',
    resource: 'clusternetworkpolicies',
    sandbox: sandboxWall,
    toolboxes: toolboxWall,
  },
  {
    kind: 'AdminNetworkPolicy',
    group: policyGroup,
    version: 'v1alpha1',
    resource: 'adminnetworkpolicies',
    sandbox: (sandbox, place) => asAdminNetworkPolicy(sandboxWall(sandbox, place)),
    toolboxes: place => asAdminNetworkPolicy(toolboxWall(place)),
  },
  {
    kind: 'GlobalNetworkPolicy',
    group: 'projectcalico.org',
    version: 'v3',
    resource: 'globalnetworkpolicies',
    sandbox: (sandbox, place) => asGlobalNetworkPolicy(sandboxWall(sandbox, place)),
    toolboxes: place => asGlobalNetworkPolicy(toolboxWall(place)),
    ground: { resource: 'tiers', object: calicoTier },
  },
  {
    kind: 'CiliumClusterwideNetworkPolicy',
    group: 'cilium.io',
    version: 'v2',
    resource: 'ciliumclusterwidenetworkpolicies',
    sandbox: ciliumSandboxWall,
    toolboxes: ciliumToolboxWall,
  },
]

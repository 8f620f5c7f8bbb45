import { describeConfigMap, describeSecret, describeServiceAccount } from './data'
import type { Describer } from './describer'
import { describeGeneric } from './generic'
import { describeNamespace } from './namespace'
import { describeNetworkPolicy } from './network-policy'
import { describeNode } from './node'
import { describePod } from './pod'
import { describeEndpointSlice, describeEndpoints, describeService } from './service'
import { describeDeployment, describeReplicaSet } from './workload'

/** Pages by group and kind; every other kind gets the generic one. */
const describers: Readonly<Record<string, Describer>> = {
  '/ConfigMap': describeConfigMap,
  '/Endpoints': describeEndpoints,
  '/Namespace': describeNamespace,
  '/Node': describeNode,
  '/Pod': describePod,
  '/Secret': describeSecret,
  '/Service': describeService,
  '/ServiceAccount': describeServiceAccount,
  'apps/Deployment': describeDeployment,
  'apps/ReplicaSet': describeReplicaSet,
  'discovery.k8s.io/EndpointSlice': describeEndpointSlice,
  'networking.k8s.io/NetworkPolicy': describeNetworkPolicy,
}

export const describerFor = ({ group, kind }: { group: string; kind: string }): Describer =>
  describers[`${group}/${kind}`] ?? describeGeneric

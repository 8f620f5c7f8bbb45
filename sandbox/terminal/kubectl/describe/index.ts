import { describeRole, describeRoleBinding } from './access/role'
import { describeConfigMap, describeSecret, describeServiceAccount } from './data'
import type { Describer } from './describer'
import { describeGeneric } from './generic'
import { describeDisruptionBudget, describeLimitRange, describeQuota } from './limits/quota'
import { describeNamespace } from './namespace'
import { describeIngress } from './network/ingress'
import { describeIngressClass } from './network/ingress-class'
import { describeIPAddress, describeServiceCIDR } from './network/service-range'
import { describeNetworkPolicy } from './network-policy'
import { describeNode } from './node'
import { describePod } from './pod'
import { describeEndpointSlice, describeEndpoints, describeService } from './service'
import { describeClaim, describePriorityClass, describeStorageClass } from './storage/claim'
import { describeVolume } from './storage/volume'
import { describeDeployment, describeReplicaSet, describeReplicationController } from './workload'
import { describeAutoscaler } from './workloads/autoscaler'
import { describeCronJob, describeJob } from './workloads/job'
import { describeDaemonSet, describeStatefulSet } from './workloads/sets'

/** Pages by group and kind; every other kind gets the generic one. */
const describers: Readonly<Record<string, Describer>> = {
  '/ConfigMap': describeConfigMap,
  '/Endpoints': describeEndpoints,
  '/LimitRange': describeLimitRange,
  '/Namespace': describeNamespace,
  '/Node': describeNode,
  '/PersistentVolumeClaim': describeClaim,
  '/PersistentVolume': describeVolume,
  '/Pod': describePod,
  '/ReplicationController': describeReplicationController,
  '/ResourceQuota': describeQuota,
  '/Secret': describeSecret,
  '/Service': describeService,
  '/ServiceAccount': describeServiceAccount,
  'apps/DaemonSet': describeDaemonSet,
  'apps/Deployment': describeDeployment,
  'apps/ReplicaSet': describeReplicaSet,
  'apps/StatefulSet': describeStatefulSet,
  'autoscaling/HorizontalPodAutoscaler': describeAutoscaler,
  'batch/CronJob': describeCronJob,
  'batch/Job': describeJob,
  'discovery.k8s.io/EndpointSlice': describeEndpointSlice,
  'networking.k8s.io/IPAddress': describeIPAddress,
  'networking.k8s.io/Ingress': describeIngress,
  'networking.k8s.io/IngressClass': describeIngressClass,
  'networking.k8s.io/NetworkPolicy': describeNetworkPolicy,
  'networking.k8s.io/ServiceCIDR': describeServiceCIDR,
  'policy/PodDisruptionBudget': describeDisruptionBudget,
  'rbac.authorization.k8s.io/ClusterRole': describeRole,
  'rbac.authorization.k8s.io/ClusterRoleBinding': describeRoleBinding,
  'rbac.authorization.k8s.io/Role': describeRole,
  'rbac.authorization.k8s.io/RoleBinding': describeRoleBinding,
  'scheduling.k8s.io/PriorityClass': describePriorityClass,
  'storage.k8s.io/StorageClass': describeStorageClass,
}

export const describerFor = ({ group, kind }: { group: string; kind: string }): Describer =>
  describers[`${group}/${kind}`] ?? describeGeneric

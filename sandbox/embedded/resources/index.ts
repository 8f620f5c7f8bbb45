import { clusterRoleBindings, clusterRoles, roleBindings, roles } from './access/rbac'
import {
  mutatingAdmissionPolicies,
  mutatingAdmissionPolicyBindings,
  mutatingWebhookConfigurations,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
} from './cluster/admission'
import { componentStatuses } from './cluster/component-statuses'
import {
  apiServices,
  certificateSigningRequests,
  flowSchemas,
  priorityLevelConfigurations,
  runtimeClasses,
} from './cluster/control-plane'
import { deviceClasses, resourceClaims, resourceClaimTemplates, resourceSlices } from './cluster/devices'
import {
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  volumeAttachments,
  volumeAttributesClasses,
} from './cluster/storage'
import {
  leases,
  limitRanges,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  podTemplates,
  priorityClasses,
  resourceQuotas,
  storageClasses,
} from './cluster/stored'
import { configMaps } from './core/config-maps'
import { events } from './core/events'
import { eventsV1 } from './core/events-v1'
import { namespaces } from './core/namespaces'
import { nodes } from './core/nodes'
import { secrets } from './core/secrets'
import { serviceAccounts } from './core/service-accounts'
import { builtInKinds } from './custom/built-in'
import { customResourceDefinitions } from './custom/custom-resource-definitions'
import { endpointSlices } from './endpoints/endpoint-slices'
import { endpoints } from './endpoints/endpoints'
import { ingressClasses, ingresses } from './networking/ingresses'
import { networkPolicies } from './networking/network-policies'
import { ipAddresses, serviceCidrs } from './networking/service-ranges'
import { pods } from './pods/pods'
import type { Registration } from './registration'
import { services } from './services/services'
import { daemonSets } from './workloads/daemon-sets'
import { deployments } from './workloads/deployments'
import { horizontalPodAutoscalersV1 } from './workloads/horizontal-pod-autoscalers-v1'
import { cronJobs, jobs } from './workloads/jobs'
import { replicaSets, replicationControllers } from './workloads/replica-sets'
import { statefulSets } from './workloads/stateful-sets'
import { controllerRevisions, horizontalPodAutoscalers } from './workloads/stored'

/** Resources that show what others store, or what is always there. */
export const views: readonly Registration[] = [componentStatuses, eventsV1, horizontalPodAutoscalersV1]

/** Every resource of the cluster that stores something. Groups are listed in the order of discovery. */
export const registrations: readonly Registration[] = [
  configMaps,
  endpoints,
  events,
  limitRanges,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  podTemplates,
  replicationControllers,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  horizontalPodAutoscalers,
  cronJobs,
  jobs,
  leases,
  endpointSlices,
  ingressClasses,
  ingresses,
  ipAddresses,
  networkPolicies,
  serviceCidrs,
  podDisruptionBudgets,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  priorityClasses,
  storageClasses,
  apiServices,
  certificateSigningRequests,
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  customResourceDefinitions,
  deviceClasses,
  flowSchemas,
  mutatingAdmissionPolicies,
  mutatingAdmissionPolicyBindings,
  mutatingWebhookConfigurations,
  priorityLevelConfigurations,
  resourceClaims,
  resourceClaimTemplates,
  resourceSlices,
  runtimeClasses,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
  volumeAttachments,
  volumeAttributesClasses,
  ...builtInKinds,
]

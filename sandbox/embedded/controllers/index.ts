import type { Disposable } from '../../process'
import type { ServiceAccountTokens } from '../api/authentication/service-account-tokens'
import type { Registry } from '../api/registry'
import { startAccountSecretsController } from './access/account-secrets'
import { startClusterRoleAggregation } from './access/cluster-role-aggregation'
import { startCronJobController } from './cron-jobs/cron-jobs'
import { startDaemonSetController } from './daemon-sets/daemon-sets'
import { startDeploymentController } from './deployments/deployments'
import { startDisruptionController } from './disruption/budgets'
import { startEndpointsController } from './endpoints/endpoints'
import { startGarbageCollector } from './garbage-collector'
import { startJobController } from './jobs/jobs'
import { startNamespaceController } from './namespaces/namespaces'
import { startTaintEviction } from './nodes/eviction'
import { startOrphanCollector } from './nodes/orphans'
import { startNodeSilence } from './nodes/silence'
import { startNodeTaints } from './nodes/taints'
import { startQuotaController } from './quotas'
import { startReplicaSetController, startReplicationController } from './replica-sets'
import { startScheduler } from './scheduling/scheduler'
import { startServiceAccountController } from './service-accounts'
import { startStatefulSetController } from './stateful-sets/stateful-sets'
import { startVolumeBinding } from './storage/volume-binding'
import { startVolumeProtection } from './storage/volume-protection'

/** The scheduler and the controller manager of a cluster. */
export function startControllers(options: {
  registry: Registry
  accounts: ServiceAccountTokens
  certificateAuthority: string
}): Disposable {
  const { registry } = options
  const running = [
    startNamespaceController(registry),
    startServiceAccountController(registry, options.certificateAuthority),
    startAccountSecretsController(options),
    startClusterRoleAggregation(registry),
    startNodeTaints(registry),
    startNodeSilence(registry),
    startTaintEviction(registry),
    startOrphanCollector(registry),
    startScheduler(registry),
    startReplicaSetController(registry),
    startReplicationController(registry),
    startDeploymentController(registry),
    startDaemonSetController(registry),
    startStatefulSetController(registry),
    startJobController(registry),
    startCronJobController(registry),
    startQuotaController(registry),
    startDisruptionController(registry),
    startVolumeBinding(registry),
    startVolumeProtection(registry),
    startEndpointsController(registry),
    startGarbageCollector(registry),
  ]
  return {
    dispose() {
      for (const controller of running) controller.dispose()
    },
  }
}

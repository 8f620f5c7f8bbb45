import type { Disposable } from '../../process'
import type { ServiceAccountTokens } from '../api/authentication/service-account-tokens'
import type { Registry } from '../api/registry'
import type { Registration } from '../resources/registration'
import { startAccountSecretsController } from './access/account-secrets'
import { startClusterRoleAggregation } from './access/cluster-role-aggregation'
import { startDeploymentController } from './deployments/deployments'
import { startEndpointsController } from './endpoints/endpoints'
import { startGarbageCollector } from './garbage-collector'
import { startNamespaceController } from './namespaces'
import { startReplicaSetController } from './replica-sets'
import { startScheduler } from './scheduling/scheduler'
import { startServiceAccountController } from './service-accounts'

/** The scheduler and the controller manager of a cluster. */
export function startControllers(options: {
  registry: Registry
  registrations: readonly Registration[]
  accounts: ServiceAccountTokens
  certificateAuthority: string
}): Disposable {
  const { registry, registrations } = options
  const running = [
    startNamespaceController(registry, registrations),
    startServiceAccountController(registry, options.certificateAuthority),
    startAccountSecretsController(options),
    startClusterRoleAggregation(registry),
    startScheduler(registry),
    startReplicaSetController(registry),
    startDeploymentController(registry),
    startEndpointsController(registry),
    startGarbageCollector(registry, registrations),
  ]
  return {
    dispose() {
      for (const controller of running) controller.dispose()
    },
  }
}

import type { V1ResourceQuota } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import { quotas, usageOf } from '../admission/quotas'
import { equal } from '../api/equal'
import type { Registry } from '../api/registry'
import { formatAmount } from '../resources/pods/requests'
import type { Change } from '../store/store'
import { itself, startController } from './controller'

/** What quotas usually count. */
const watched = [
  'pods',
  'services',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'batch/jobs',
  'batch/cronjobs',
]

/** Keeps what ResourceQuotas show as used. */
export function startQuotaController(registry: Registry): Disposable {
  const ofNamespace = ({ object }: Change) =>
    registry
      .list<V1ResourceQuota>(quotas, { namespace: object.metadata?.namespace })
      .map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)
  return startController({
    registry,
    triggers: [
      { resource: quotas, keys: itself },
      ...watched.map(resource => ({ resource, keys: ofNamespace })),
    ],
    reconcile: (namespace, name) => {
      const quota = registry.find<V1ResourceQuota>(quotas, namespace, name)
      if (!quota) return
      const hard = { ...quota.spec?.hard }
      const used = usageOf(registry, namespace, Object.keys(hard))
      const status = {
        hard,
        used: Object.fromEntries(
          Object.entries(used).map(([resource, value]) => [resource, formatAmount(resource, value)]),
        ),
      }
      if (equal({ ...quota.status }, status)) return
      const write = (changed: V1ResourceQuota) => {
        changed.status = status
      }
      registry.modify<V1ResourceQuota>(quotas, namespace, name, write, { subresource: 'status' })
    },
  })
}

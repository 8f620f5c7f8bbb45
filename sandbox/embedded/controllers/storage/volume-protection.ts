import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { claimProtection, volumeProtection } from '../../resources/cluster/volume-finalizers'
import { itself, startController } from '../controller'
import { claimKeysOf, isUsed } from './usage'

/** Lets claims and volumes go once nobody uses them (controller/volume/pvcprotection, pvprotection). */
export function startVolumeProtection(registry: Registry): Disposable {
  const release = (resource: string, namespace: string, name: string, finalizer: string) =>
    registry.modify(resource, namespace, name, ({ metadata }) => {
      metadata!.finalizers = metadata!.finalizers!.filter(other => other !== finalizer)
    })
  const running = [
    startController({
      registry,
      triggers: [
        { resource: 'persistentvolumeclaims', keys: itself },
        { resource: 'pods', keys: ({ object }) => claimKeysOf(object as V1Pod) },
      ],
      reconcile: (namespace, name) => {
        const claim = registry.find<V1PersistentVolumeClaim>('persistentvolumeclaims', namespace, name)
        const { deletionTimestamp, finalizers } = claim?.metadata ?? {}
        if (!claim || !deletionTimestamp || !finalizers?.includes(claimProtection)) return
        if (!isUsed(registry, claim)) release('persistentvolumeclaims', namespace, name, claimProtection)
      },
    }),
    startController({
      registry,
      triggers: [{ resource: 'persistentvolumes', keys: itself }],
      reconcile: (_, name) => {
        const volume = registry.find<V1PersistentVolume>('persistentvolumes', '', name)
        const { deletionTimestamp, finalizers } = volume?.metadata ?? {}
        if (!deletionTimestamp || !finalizers?.includes(volumeProtection)) return
        if (volume?.status?.phase !== 'Bound') release('persistentvolumes', '', name, volumeProtection)
      },
    }),
  ]
  return {
    dispose() {
      for (const controller of running) controller.dispose()
    },
  }
}

import type {
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1StorageClass,
} from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import type { Change } from '../../store/store'
import { itself, startController } from '../controller'
import { hostpathProvisioner, provisionedVolume, provisionerComponent } from './hostpath-provisioner'
import { bestMatch, isKeptFor } from './matching'
import { claimKeysOf, isUsed, keyOfClaim } from './usage'

const claims = 'persistentvolumeclaims'
const volumes = 'persistentvolumes'
const component = 'persistentvolume-controller'
const provisionerAnnotations = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
]

/** Binds claims to volumes, has volumes made where their class says so, and lets go what nobody claims any more. */
export function startVolumeBinding(registry: Registry): Disposable {
  const pending = () =>
    registry
      .list<V1PersistentVolumeClaim>(claims)
      .filter(({ spec }) => !spec?.volumeName)
      .map(keyOfClaim)
  const ofVolume = ({ object }: Change) => {
    const reference = (object as V1PersistentVolume).spec?.claimRef
    return reference ? [`${reference.namespace}/${reference.name}`] : pending()
  }
  const running = [
    startController({
      registry,
      triggers: [
        { resource: claims, keys: itself },
        { resource: volumes, keys: ofVolume },
        { resource: 'storage.k8s.io/storageclasses', keys: pending },
        { resource: 'pods', keys: ({ object }) => claimKeysOf(object as V1Pod) },
      ],
      reconcile: (namespace, name) => {
        const claim = registry.find<V1PersistentVolumeClaim>(claims, namespace, name)
        if (claim && !claim.metadata?.deletionTimestamp) bindClaim(registry, claim)
      },
    }),
    startController({
      registry,
      triggers: [
        { resource: volumes, keys: itself },
        {
          resource: claims,
          keys: ({ object }) => {
            const name = (object as V1PersistentVolumeClaim).spec?.volumeName
            return name ? [`/${name}`] : []
          },
        },
      ],
      reconcile: (_, name) => {
        const volume = registry.find<V1PersistentVolume>(volumes, '', name)
        if (volume) releaseVolume(registry, volume)
      },
    }),
  ]
  return {
    dispose() {
      for (const controller of running) controller.dispose()
    },
  }
}

function bindClaim(registry: Registry, claim: V1PersistentVolumeClaim) {
  if (claim.status?.phase === 'Bound') return
  const volume = bestMatch(claim, registry.list<V1PersistentVolume>(volumes))
  if (volume) return bind(registry, claim, volume)
  const className = claim.spec?.storageClassName
  const tell = (reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal') =>
    registry.event(claim, { type, reason, message, component })
  if (!className)
    return tell('FailedBinding', 'no persistent volumes available for this claim and no storage class is set')
  const storageClass = registry.find<V1StorageClass>('storage.k8s.io/storageclasses', '', className)
  if (!storageClass)
    return tell('ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`, 'Warning')
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && !isUsed(registry, claim))
    return tell('WaitForFirstConsumer', 'waiting for first consumer to be created before binding')
  // A class for volumes that somebody makes by hand.
  if (storageClass.provisioner === 'kubernetes.io/no-provisioner') return
  annotate(registry, claim, storageClass.provisioner)
  tell(
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${storageClass.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  )
  if (storageClass.provisioner === hostpathProvisioner) provision(registry, claim, storageClass)
}

function annotate(registry: Registry, { metadata }: V1PersistentVolumeClaim, provisioner: string) {
  if (metadata?.annotations?.[provisionerAnnotations[0]!] === provisioner) return
  registry.modify<V1PersistentVolumeClaim>(claims, metadata!.namespace!, metadata!.name!, changed => {
    changed.metadata!.annotations = {
      ...changed.metadata!.annotations,
      ...Object.fromEntries(provisionerAnnotations.map(name => [name, provisioner])),
    }
  })
}

function provision(registry: Registry, claim: V1PersistentVolumeClaim, storageClass: V1StorageClass) {
  const tell = (reason: string, message: string) =>
    registry.event(claim, { type: 'Normal', reason, message, component: provisionerComponent })
  const volume = provisionedVolume(claim, storageClass)
  tell('Provisioning', `External provisioner is provisioning volume for claim "${keyOfClaim(claim)}"`)
  registry.create(volumes, volume)
  tell('ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata?.name}`)
}

function bind(registry: Registry, claim: V1PersistentVolumeClaim, volume: V1PersistentVolume) {
  const { namespace = '', name = '', uid } = claim.metadata ?? {}
  const volumeName = volume.metadata!.name!
  const boundByUs = { 'pv.kubernetes.io/bound-by-controller': 'yes' }
  if (volume.spec?.claimRef?.uid !== uid)
    registry.modify<V1PersistentVolume>(volumes, '', volumeName, changed => {
      if (!changed.spec!.claimRef)
        changed.metadata!.annotations = { ...changed.metadata!.annotations, ...boundByUs }
      changed.spec!.claimRef = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name,
        namespace,
        resourceVersion: claim.metadata?.resourceVersion,
        uid,
      }
    })
  writePhase(registry, volume, 'Bound')
  registry.modify<V1PersistentVolumeClaim>(claims, namespace, name, changed => {
    changed.metadata!.annotations = {
      ...changed.metadata!.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      ...(!claim.spec?.volumeName && boundByUs),
    }
    changed.spec!.volumeName = volumeName
  })
  registry.modify<V1PersistentVolumeClaim>(
    claims,
    namespace,
    name,
    changed => {
      const { accessModes, capacity } = volume.spec ?? {}
      changed.status = { phase: 'Bound', accessModes, capacity }
    },
    { subresource: 'status' },
  )
}

/** Whose claim is gone is Released; the policy says whether the volume goes, too. */
function releaseVolume(registry: Registry, volume: V1PersistentVolume) {
  const reference = volume.spec?.claimRef
  if (!reference?.uid) return
  const claim = registry.find<V1PersistentVolumeClaim>(claims, reference.namespace!, reference.name!)
  if (claim && isKeptFor(volume, claim)) return
  writePhase(registry, volume, 'Released')
  if (volume.spec?.persistentVolumeReclaimPolicy === 'Delete' && !volume.metadata?.deletionTimestamp)
    registry.delete(volumes, '', volume.metadata!.name!)
}

function writePhase(registry: Registry, { metadata, status }: V1PersistentVolume, phase: string) {
  if (status?.phase === phase) return
  registry.modify<V1PersistentVolume>(
    volumes,
    '',
    metadata!.name!,
    changed => {
      changed.status = { phase, lastPhaseTransitionTime: new Date().toISOString() as unknown as Date }
    },
    { subresource: 'status' },
  )
}

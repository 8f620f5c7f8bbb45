import type {
  V1CSIDriver,
  V1CSINode,
  V1VolumeAttachment,
  V1VolumeAttributesClass,
} from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, createdAtColumn, nameColumn } from '../printing/columns'

/** What drivers of volumes tell the cluster; there are none here, but manifests bring such objects. */

const group = 'storage.k8s.io'
const unset = '<unset>'

export const csiDrivers = define<V1CSIDriver>({
  group,
  kind: 'CSIDriver',
  name: 'csidrivers',
  answersDeleted: true,
  namespaced: false,
  columns: [
    nameColumn,
    column('AttachRequired', ({ spec }) => spec.attachRequired ?? true, 'boolean'),
    column('PodInfoOnMount', ({ spec }) => spec.podInfoOnMount ?? false, 'boolean'),
    column('StorageCapacity', ({ spec }) => spec.storageCapacity ?? false, 'boolean'),
    column('TokenRequests', ({ spec }) =>
      spec.tokenRequests ? spec.tokenRequests.map(({ audience }) => audience).join(',') : unset,
    ),
    column('RequiresRepublish', ({ spec }) => spec.requiresRepublish ?? false, 'boolean'),
    column('Modes', ({ spec }) => (spec.volumeLifecycleModes ?? []).join(',')),
    ageColumn,
  ],
  defaults({ spec }) {
    if (!spec) return
    spec.attachRequired ??= true
    spec.podInfoOnMount ??= false
    spec.storageCapacity ??= false
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
    spec.volumeLifecycleModes ??= ['Persistent']
    spec.requiresRepublish ??= false
    spec.seLinuxMount ??= false
  },
})

export const csiNodes = define<V1CSINode>({
  group,
  kind: 'CSINode',
  name: 'csinodes',
  answersDeleted: true,
  namespaced: false,
  columns: [nameColumn, column('Drivers', ({ spec }) => spec.drivers?.length ?? 0, 'integer'), ageColumn],
})

export const csiStorageCapacities = define({
  group,
  kind: 'CSIStorageCapacity',
  name: 'csistoragecapacities',
  columns: [nameColumn, createdAtColumn],
})

export const volumeAttachments = define<V1VolumeAttachment>({
  group,
  kind: 'VolumeAttachment',
  name: 'volumeattachments',
  answersDeleted: true,
  namespaced: false,
  columns: [
    nameColumn,
    { ...column<V1VolumeAttachment>('Attacher', ({ spec }) => spec.attacher), format: 'name' },
    column('PV', ({ spec }) => spec.source.persistentVolumeName ?? ''),
    column('Node', ({ spec }) => spec.nodeName),
    column('Attached', ({ status }) => status?.attached ?? false, 'boolean'),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

export const volumeAttributesClasses = define<V1VolumeAttributesClass>({
  group,
  kind: 'VolumeAttributesClass',
  name: 'volumeattributesclasses',
  answersDeleted: true,
  shortNames: ['vac'],
  namespaced: false,
  columns: [nameColumn, column('DriverName', ({ driverName }) => driverName), ageColumn],
})

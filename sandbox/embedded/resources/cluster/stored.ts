import type {
  KubernetesObject,
  V1Lease,
  V1LimitRange,
  V1LimitRangeItem,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1PodDisruptionBudget,
  V1PodTemplate,
  V1PriorityClass,
  V1ResourceQuota,
  V1StorageClass,
} from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { define, statusSubresource } from '../define'
import { ageColumn, column, createdAtColumn, nameColumn, wide } from '../printing/columns'
import { labelsText } from '../printing/selector-text'
import { invalidValue } from '../validation/field-errors'
import { nonnegative } from '../validation/numbers'
import { validateDisruptionBudget, validateLimitRange, validatePriorityClass } from './limit-validation'
import { validateQuota } from './quota-validation'
import { claimProtection, volumeProtection } from './volume-finalizers'
import { validateClaim, validateStorageClass, validateVolume } from './volume-validation'

/** Kinds that are kept and shown, but that nothing of ours acts on. */

export const leases = define<V1Lease>({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  name: 'leases',
  columns: [nameColumn, column('Holder', ({ spec }) => spec?.holderIdentity ?? ''), ageColumn],
  validate: ({ spec }) => [
    ...(spec?.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0
      ? [invalidValue('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0')]
      : []),
    ...nonnegative(spec?.leaseTransitions, 'spec.leaseTransitions'),
  ],
})

/** The most is the default, the default is what is asked for, else the least (core/v1 defaults). */
function completeLimits({ spec }: V1LimitRange): void {
  type Item = V1LimitRangeItem & { default?: Record<string, string> }
  for (const item of (spec?.limits ?? []) as Item[]) {
    if (item.type !== 'Container') continue
    const limits = { ...item.max, ...item.default }
    const requests = { ...item.min, ...limits, ...item.defaultRequest }
    if (Object.keys(limits).length > 0) item.default = limits
    if (Object.keys(requests).length > 0) item.defaultRequest = requests
  }
}

export const limitRanges = define<V1LimitRange>({
  group: '',
  kind: 'LimitRange',
  name: 'limitranges',
  shortNames: ['limits'],
  validate: validateLimitRange,
  columns: [nameColumn, createdAtColumn],
  defaults: completeLimits,
})

const used = (quota: V1ResourceQuota, limits: boolean) =>
  Object.entries(quota.status?.hard ?? {})
    .filter(([name]) => name.startsWith('limits') === limits)
    .map(([name, hard]) => `${name}: ${quota.status?.used?.[name] ?? '0'}/${hard}`)
    .sort()
    .join(', ')

export const resourceQuotas = define<V1ResourceQuota>({
  group: '',
  kind: 'ResourceQuota',
  name: 'resourcequotas',
  answersDeleted: true,
  shortNames: ['quota'],
  validate: validateQuota,
  columns: [
    nameColumn,
    column('Request', quota => used(quota, false)),
    column('Limit', quota => used(quota, true)),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

export const podTemplates = define<V1PodTemplate>({
  group: '',
  kind: 'PodTemplate',
  name: 'podtemplates',
  answersDeleted: true,
  generation: true,
  columns: [
    nameColumn,
    column('Containers', ({ template }) =>
      (template?.spec?.containers ?? []).map(({ name }) => name).join(','),
    ),
    column('Images', ({ template }) =>
      (template?.spec?.containers ?? []).map(({ image }) => image).join(','),
    ),
    column('Pod Labels', ({ template }) => labelsText(template?.metadata?.labels)),
  ],
})

const accessModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}
const modes = (names: readonly string[] = []) => names.map(name => accessModes[name] ?? name).join(',')
const unset = '<unset>'

const phase = ({ metadata, status }: V1PersistentVolumeClaim | V1PersistentVolume) =>
  metadata?.deletionTimestamp ? 'Terminating' : (status?.phase ?? '')

function protect({ metadata }: KubernetesObject, finalizer: string): void {
  if (metadata && !metadata.finalizers?.includes(finalizer))
    metadata.finalizers = [...(metadata.finalizers ?? []), finalizer]
}

const defaultMark = 'storageclass.kubernetes.io/is-default-class'
const isDefault = ({ metadata }: V1StorageClass) => metadata?.annotations?.[defaultMark] === 'true'

/** The class of claims that name none: of several the newest (admission plugin DefaultStorageClass). */
const defaultClass = (registry: Registry): string | undefined =>
  registry
    .list<V1StorageClass>('storage.k8s.io/storageclasses')
    .filter(isDefault)
    .sort((a, b) =>
      String(b.metadata?.creationTimestamp).localeCompare(String(a.metadata?.creationTimestamp)),
    )[0]?.metadata?.name

export const persistentVolumeClaims = define<V1PersistentVolumeClaim>({
  group: '',
  kind: 'PersistentVolumeClaim',
  name: 'persistentvolumeclaims',
  answersDeleted: true,
  shortNames: ['pvc'],
  validate: validateClaim,
  columns: [
    nameColumn,
    column('Status', phase),
    column('Volume', ({ spec }) => spec?.volumeName ?? ''),
    column('Capacity', ({ status }) => status?.capacity?.storage ?? ''),
    column('Access Modes', ({ status }) => modes(status?.accessModes)),
    column('StorageClass', ({ spec }) => spec?.storageClassName ?? ''),
    column('VolumeAttributesClass', ({ spec }) => spec?.volumeAttributesClassName ?? unset),
    ageColumn,
    wide('VolumeMode', ({ spec }) => spec?.volumeMode ?? unset),
  ],
  defaults({ spec }) {
    if (spec) spec.volumeMode ??= 'Filesystem'
  },
  prepareForCreate: (claim, { registry }) => {
    claim.status = { phase: 'Pending' }
    protect(claim, claimProtection)
    if (claim.spec) claim.spec.storageClassName ??= defaultClass(registry)
  },
  subresources: { status: statusSubresource },
})

export const persistentVolumes = define<V1PersistentVolume>({
  group: '',
  kind: 'PersistentVolume',
  name: 'persistentvolumes',
  answersDeleted: true,
  shortNames: ['pv'],
  namespaced: false,
  validate: validateVolume,
  columns: [
    nameColumn,
    column('Capacity', ({ spec }) => spec?.capacity?.storage ?? ''),
    column('Access Modes', ({ spec }) => modes(spec?.accessModes)),
    column('Reclaim Policy', ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ''),
    column('Status', phase),
    column('Claim', ({ spec }) => (spec?.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '')),
    column('StorageClass', ({ spec }) => spec?.storageClassName ?? ''),
    column('VolumeAttributesClass', ({ spec }) => spec?.volumeAttributesClassName ?? unset),
    column('Reason', ({ status }) => status?.reason ?? ''),
    ageColumn,
    wide('VolumeMode', ({ spec }) => spec?.volumeMode ?? unset),
  ],
  defaults({ spec }) {
    if (!spec) return
    spec.persistentVolumeReclaimPolicy ??= 'Retain'
    spec.volumeMode ??= 'Filesystem'
    if (spec.hostPath) spec.hostPath.type ??= ''
  },
  prepareForCreate: volume => {
    volume.status = { phase: volume.spec?.claimRef?.uid ? 'Pending' : 'Available' }
    protect(volume, volumeProtection)
  },
  subresources: { status: statusSubresource },
})

export const podDisruptionBudgets = define<V1PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  name: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  validate: validateDisruptionBudget,
  columns: [
    nameColumn,
    column('Min Available', ({ spec }) => String(spec?.minAvailable ?? 'N/A')),
    column('Max Unavailable', ({ spec }) => String(spec?.maxUnavailable ?? 'N/A')),
    column('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0, 'integer'),
    ageColumn,
  ],
  generation: true,
  subresources: { status: statusSubresource },
})

export const priorityClasses = define<V1PriorityClass>({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  name: 'priorityclasses',
  shortNames: ['pc'],
  namespaced: false,
  validate: validatePriorityClass,
  columns: [
    nameColumn,
    column('Value', ({ value }) => value ?? 0, 'integer'),
    column('Global-Default', ({ globalDefault }) => globalDefault ?? false, 'boolean'),
    ageColumn,
    column('PreemptionPolicy', ({ preemptionPolicy }) => preemptionPolicy ?? ''),
  ],
  generation: true,
  defaults: priorityClass => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority'
  },
})

export const storageClasses = define<V1StorageClass>({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  name: 'storageclasses',
  answersDeleted: true,
  shortNames: ['sc'],
  namespaced: false,
  validate: validateStorageClass,
  columns: [
    {
      ...nameColumn,
      cell: (object: V1StorageClass) => `${object.metadata?.name}${isDefault(object) ? ' (default)' : ''}`,
    },
    column('Provisioner', ({ provisioner }) => provisioner),
    column('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy ?? ''),
    column('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode ?? ''),
    column('AllowVolumeExpansion', ({ allowVolumeExpansion }) => String(allowVolumeExpansion ?? false)),
    ageColumn,
  ],
  defaults: storageClass => {
    storageClass.reclaimPolicy ??= 'Delete'
    storageClass.volumeBindingMode ??= 'Immediate'
  },
})

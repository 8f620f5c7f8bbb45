import type {
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1PersistentVolumeClaimSpec,
  V1StorageClass,
} from '@kubernetes/client-node'
import { amount } from '../../../quantity'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'
import { dns1123Subdomain, qualifiedName } from '../validation/names'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

const unknownModes = (modes: readonly string[], path = 'spec') =>
  modes
    .filter(mode => !accessModes.includes(mode))
    .map(mode => notSupported(`${path}.accessModes`, mode, accessModes))

const positive = (field: string, quantity: string) =>
  amount(quantity) > 0 ? [] : [invalidValue(field, quantity, 'must be greater than zero')]

const volumeModes = ['Block', 'Filesystem']

/** core/validation ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: V1PersistentVolumeClaimSpec | undefined, path: string): FieldError[] {
  const { accessModes: modes = [], resources, volumeMode, storageClassName, selector } = spec ?? {}
  const storage = resources?.requests?.storage
  return [
    ...(modes.length ? [] : [required(`${path}.accessModes`, 'at least 1 access mode is required')]),
    ...(selector ? validateLabelSelector(selector, `${path}.selector`) : []),
    ...unknownModes(modes, path),
    ...(storage === undefined
      ? [required(`${path}.resources[storage]`)]
      : positive(`${path}.resources[storage]`, storage)),
    ...(storageClassName
      ? dns1123Subdomain(storageClassName).map(detail =>
          invalidValue(`${path}.storageClassName`, storageClassName, detail),
        )
      : []),
    ...(volumeMode === undefined || volumeModes.includes(volumeMode)
      ? []
      : [notSupported(`${path}.volumeMode`, volumeMode, volumeModes)]),
  ]
}

export const validateClaim = ({ spec }: V1PersistentVolumeClaim) => validateClaimSpec(spec, 'spec')

/** What a volume may say beside where it is. */
const notSources = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
])

/** core/validation ValidatePersistentVolumeSpec. */
export function validateVolume({ spec = {} }: V1PersistentVolume): FieldError[] {
  const { accessModes: modes = [], capacity } = spec
  const hasSource = Object.keys(spec).some(name => !notSources.has(name))
  return [
    ...(modes.length ? [] : [required('spec.accessModes')]),
    ...unknownModes(modes),
    ...(capacity ? [] : [required('spec.capacity')]),
    ...(capacity?.storage === undefined
      ? [notSupported('spec.capacity', capacity ?? null, ['storage'])]
      : positive('spec.capacity[storage]', capacity.storage)),
    ...(hasSource ? [] : [required('spec', 'must specify a volume type')]),
  ]
}

const reclaimPolicies = ['Delete', 'Retain']
const bindingModes = ['Immediate', 'WaitForFirstConsumer']

/** storage/validation ValidateStorageClass. */
export function validateStorageClass(storageClass: V1StorageClass): FieldError[] {
  const { provisioner, reclaimPolicy = '', volumeBindingMode = '' } = storageClass
  return [
    ...(provisioner
      ? qualifiedName(provisioner.toLowerCase()).map(detail =>
          invalidValue('provisioner', provisioner, detail),
        )
      : [required('provisioner')]),
    ...(reclaimPolicies.includes(reclaimPolicy)
      ? []
      : [notSupported('reclaimPolicy', reclaimPolicy, reclaimPolicies)]),
    ...(bindingModes.includes(volumeBindingMode)
      ? []
      : [notSupported('volumeBindingMode', volumeBindingMode, bindingModes)]),
  ]
}

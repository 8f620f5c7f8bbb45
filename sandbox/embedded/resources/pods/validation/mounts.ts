import type { V1Container, V1Volume } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import {
  forbiddenField,
  invalidValue,
  notFoundField,
  notSupported,
  required,
} from '../../validation/field-errors'
import { descendingPath, withoutBacksteps } from '../../validation/paths'

const propagations = ['Bidirectional', 'HostToContainer', 'None']
const recursions = ['Disabled', 'Enabled', 'IfPossible']

/** core/validation ValidateVolumeMounts and ValidateVolumeDevices. */
export const validateMounts = (
  container: V1Container,
  volumes: ReadonlyMap<string, V1Volume>,
  path: string,
): FieldError[] => [
  ...volumeMounts(container, volumes, `${path}.volumeMounts`),
  ...volumeDevices(container, volumes, `${path}.volumeDevices`),
]

function volumeMounts(
  { volumeMounts: mounts = [], volumeDevices: devices = [], securityContext }: V1Container,
  volumes: ReadonlyMap<string, V1Volume>,
  path: string,
): FieldError[] {
  const places = new Set<string>()
  return mounts.flatMap(mount => {
    const { name = '', mountPath = '', subPath, subPathExpr, mountPropagation, recursiveReadOnly } = mount
    const field = `${path}[${mounts.indexOf(mount)}]`
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${field}.name`))
    if (!volumes.has(name)) errors.push(notFoundField(`${field}.name`, name))
    if (!mountPath) errors.push(required(`${field}.mountPath`))
    if (places.has(mountPath)) errors.push(invalidValue(`${field}.mountPath`, mountPath, 'must be unique'))
    places.add(mountPath)
    if (devices.some(device => device.name === name))
      errors.push(invalidValue(`${field}.name`, name, 'must not already exist in volumeDevices'))
    if (devices.some(({ devicePath }) => devicePath === mountPath)) {
      errors.push(
        invalidValue(`${field}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'),
      )
    }
    // From here on, the real server names the list, not the mount.
    if (subPath) errors.push(...descendingPath(subPath, `${path}.subPath`))
    if (subPathExpr) {
      if (subPath) {
        errors.push(
          invalidValue(`${field}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
        )
      }
      errors.push(...descendingPath(subPathExpr, `${path}.subPathExpr`))
    }
    if (mountPropagation && !propagations.includes(mountPropagation))
      errors.push(notSupported(`${path}.mountPropagation`, mountPropagation, propagations))
    if (mountPropagation === 'Bidirectional' && !securityContext?.privileged) {
      errors.push(
        forbiddenField(
          `${path}.mountPropagation`,
          'Bidirectional mount propagation is available only to privileged containers',
        ),
      )
    }
    if (!recursiveReadOnly || recursiveReadOnly === 'Disabled') return errors
    if (!recursions.includes(recursiveReadOnly))
      return [...errors, notSupported(`${path}.recursiveReadOnly`, recursiveReadOnly, recursions)]
    if (!mount.readOnly)
      errors.push(forbiddenField(`${path}.recursiveReadOnly`, 'may only be specified when readOnly is true'))
    if (mountPropagation && mountPropagation !== 'None') {
      errors.push(
        forbiddenField(
          `${path}.recursiveReadOnly`,
          'may only be specified when mountPropagation is None or not specified',
        ),
      )
    }
    return errors
  })
}

function volumeDevices(
  { volumeMounts: mounts = [], volumeDevices: devices = [] }: V1Container,
  volumes: ReadonlyMap<string, V1Volume>,
  path: string,
): FieldError[] {
  const names = new Set<string>()
  const places = new Set<string>()
  return devices.flatMap(({ name, devicePath }, index) => {
    const field = `${path}[${index}]`
    const errors: FieldError[] = []
    const volume = volumes.get(name)
    const wrong = (key: string, value: string, detail: string) =>
      errors.push(invalidValue(`${field}.${key}`, value, detail))
    if (!name) errors.push(required(`${field}.name`))
    if (names.has(name)) wrong('name', name, 'must be unique')
    if (!volume) errors.push(notFoundField(`${field}.name`, name))
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      wrong(
        'name',
        name,
        'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
      )
    }
    if (!devicePath) errors.push(required(`${field}.devicePath`))
    if (places.has(devicePath)) wrong('devicePath', devicePath, 'must be unique')
    if (withoutBacksteps(devicePath, '').length)
      wrong('devicePath', devicePath, "can not contain backsteps ('..')")
    else places.add(devicePath)
    if (mounts.some(mount => mount.name === name))
      wrong('name', name, 'must not already exist in volumeMounts')
    if (mounts.some(({ mountPath }) => mountPath === devicePath))
      wrong('devicePath', devicePath, 'must not already exist as a path in volumeMounts')
    names.add(name)
    return errors
  })
}

import type { V1Volume } from '@kubernetes/client-node'
import { amount } from '../../../../quantity'
import type { FieldError } from '../../registration'
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../../validation/field-errors'
import { dns1123Label } from '../../validation/names'
import { withoutBacksteps } from '../../validation/paths'
import { validateFiles, validateKeys, validateMode, validateProjected } from './volume-files'

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

const absent = (value: string | undefined, field: string) => (value ? [] : [required(field)])

/** Sources of volumes, in the order in which the real server looks for them, and how each is checked. */
const sources: {
  [Type in keyof Omit<V1Volume, 'name'>]: (source: NonNullable<V1Volume[Type]>, field: string) => FieldError[]
} = {
  emptyDir: ({ sizeLimit }, field) =>
    sizeLimit !== undefined && amount(sizeLimit) < 0
      ? [forbiddenField(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath({ path, type }, field) {
    if (!path) return [required(`${field}.path`)]
    return [
      ...withoutBacksteps(path, `${field}.path`),
      ...(type === undefined || hostPathTypes.includes(type)
        ? []
        : [notSupported(`${field}.type`, type, hostPathTypes)]),
    ]
  },
  secret: ({ secretName, defaultMode, items }, field) => [
    ...absent(secretName, `${field}.secretName`),
    ...validateMode(defaultMode, `${field}.defaultMode`),
    ...validateKeys(items, `${field}.items`),
  ],
  nfs: ({ server, path = '' }, field) => [
    ...absent(server, `${field}.server`),
    ...absent(path, `${field}.path`),
    ...(path.startsWith('/') ? [] : [invalidValue(`${field}.path`, path, 'must be an absolute path')]),
  ],
  persistentVolumeClaim: ({ claimName }, field) => absent(claimName, `${field}.claimName`),
  downwardAPI: ({ items, defaultMode }, field) => [
    ...validateMode(defaultMode, `${field}.defaultMode`),
    ...validateFiles(items, field),
  ],
  configMap: ({ name, defaultMode, items }, field) => [
    ...absent(name, `${field}.name`),
    ...validateMode(defaultMode, `${field}.defaultMode`),
    ...validateKeys(items, `${field}.items`),
  ],
  projected: validateProjected,
  csi: ({ driver }, field) => absent(driver, `${field}.driver`),
  ephemeral: ({ volumeClaimTemplate }, field) =>
    volumeClaimTemplate ? [] : [required(`${field}.volumeClaimTemplate`)],
}

function validateSource(volume: V1Volume, path: string): FieldError[] {
  const known = Object.keys(sources) as (keyof typeof sources)[]
  const others = Object.keys(volume).filter(key => key !== 'name' && !known.includes(key as never))
  const given = [...known.filter(type => volume[type]), ...others]
  if (given.length === 0) return [required(path, 'must specify a volume type')]
  return given.flatMap((type, index) => {
    const field = `${path}.${type}`
    if (index > 0) return [forbiddenField(field, 'may not specify more than 1 volume type')]
    const check = sources[type as keyof typeof sources] as
      | ((source: unknown, field: string) => FieldError[])
      | undefined
    return check?.(volume[type as keyof V1Volume], field) ?? []
  })
}

/** core/validation ValidateVolumes: what is wrong, and the volumes of which nothing is. */
export function validateVolumes(
  volumes: readonly V1Volume[] = [],
  path: string,
  podName: string | undefined,
): { volumes: ReadonlyMap<string, V1Volume>; errors: FieldError[] } {
  const right = new Map<string, V1Volume>()
  const claims = new Set(
    volumes.filter(({ ephemeral }) => podName && ephemeral).map(({ name }) => `${podName}-${name}`),
  )
  const errors = volumes.flatMap((volume, index) => {
    const { name } = volume
    const field = `${path}[${index}]`
    const found = [
      ...validateSource(volume, field),
      ...(name
        ? dns1123Label(name).map(detail => invalidValue(`${field}.name`, name, detail))
        : [required(`${field}.name`)]),
      ...(right.has(name) ? [duplicate(`${field}.name`, name)] : []),
    ]
    if (found.length === 0) right.set(name, volume)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim && claims.has(claim)) {
      found.push(
        invalidValue(
          `${field}.persistentVolumeClaim.claimName`,
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      )
    }
    return found
  })
  return { volumes: right, errors }
}

import type { V1DownwardAPIVolumeFile, V1KeyToPath, V1ProjectedVolumeSource } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, required } from '../../validation/field-errors'
import { nonReservedPath } from '../../validation/paths'
import { inFiles, validateFieldRef, validateResourceFieldRef } from './environment'

export const validateMode = (mode: number | undefined, field: string): FieldError[] =>
  mode !== undefined && (mode > 0o777 || mode < 0)
    ? [invalidValue(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : []

/** core/validation validateKeyToPath, of each. */
export const validateKeys = (items: readonly V1KeyToPath[] = [], path: string): FieldError[] =>
  items.flatMap(({ key, path: place = '', mode }, index) => {
    const field = `${path}[${index}]`
    return [
      ...(key ? [] : [required(`${field}.key`)]),
      ...(place ? [] : [required(`${field}.path`)]),
      ...nonReservedPath(place, `${field}.path`),
      ...validateMode(mode, `${field}.mode`),
    ]
  })

/** core/validation validateDownwardAPIVolumeFile, of each; the real server names the volume, not the file. */
export const validateFiles = (files: readonly V1DownwardAPIVolumeFile[] = [], field: string): FieldError[] =>
  files.flatMap(({ path = '', fieldRef, resourceFieldRef, mode }) => [
    ...(path ? [] : [required(`${field}.path`)]),
    ...nonReservedPath(path, `${field}.path`),
    ...(fieldRef ? validateFieldRef(fieldRef, inFiles, `${field}.fieldRef`) : []),
    ...(fieldRef && resourceFieldRef
      ? [invalidValue(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]
      : []),
    ...(!fieldRef && resourceFieldRef
      ? validateResourceFieldRef(resourceFieldRef, `${field}.resourceFieldRef`, true)
      : []),
    ...(fieldRef || resourceFieldRef
      ? []
      : [required(field, 'one of fieldRef and resourceFieldRef is required')]),
    ...validateMode(mode, `${field}.mode`),
  ])

/** core/validation validateProjectedVolumeSource. */
export function validateProjected(projected: V1ProjectedVolumeSource, field: string): FieldError[] {
  const places = new Set<string>()
  const conflicts = (shown: string, files: readonly { path?: string }[] = []) =>
    files.flatMap(({ path }) => {
      if (!path) return []
      if (places.has(path)) return [invalidValue(field, shown || path, 'conflicting duplicate paths')]
      places.add(path)
      return []
    })
  const errors = (projected.sources ?? []).flatMap((source, index) => {
    const at = `${field}.sources[${index}]`
    const { secret, configMap, downwardAPI, serviceAccountToken: token } = source
    const found: FieldError[] = []
    for (const [kind, object] of Object.entries({ secret, configMap })) {
      if (!object) continue
      if (!object.name) found.push(required(`${at}.${kind}.name`))
      found.push(...validateKeys(object.items, `${at}.${kind}.items`))
      found.push(...conflicts(object.name ?? '', object.items))
    }
    if (downwardAPI) {
      found.push(
        ...validateFiles(downwardAPI.items, `${at}.downwardAPI`),
        ...conflicts('', downwardAPI.items),
      )
    }
    if (token) {
      const seconds = token.expirationSeconds ?? 0
      const expiration = `${at}.serviceAccountToken.expirationSeconds`
      if (seconds < 600)
        found.push(invalidValue(expiration, seconds, 'may not specify a duration less than 10 minutes'))
      if (seconds > 2 ** 32)
        found.push(invalidValue(expiration, seconds, 'may not specify a duration larger than 2^32 seconds'))
      found.push(...(token.path ? nonReservedPath(token.path, `${field}.path`) : [required(`${field}.path`)]))
    }
    const given = Object.values(source).filter(Boolean).length
    if (given > 1) found.push(forbiddenField(at, 'may not specify more than 1 volume type per source'))
    return found
  })
  return [...validateMode(projected.defaultMode, `${field}.defaultMode`), ...errors]
}

import type { V1ConfigMap } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import type { FieldError } from '../registration'
import { forbiddenField, invalidValue, tooLong } from '../validation/field-errors'
import { configMapKey } from '../validation/names'

const limit = 1024 * 1024

const size = (data: Record<string, string> | undefined) =>
  Object.values(data ?? {}).reduce((sum, value) => sum + Buffer.byteLength(value), 0)

export const configMaps = define<V1ConfigMap>({
  group: '',
  kind: 'ConfigMap',
  name: 'configmaps',
  shortNames: ['cm'],
  columns: [
    nameColumn,
    column(
      'Data',
      ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    ),
    ageColumn,
  ],
  validate({ data = {}, binaryData = {} }) {
    const errors: FieldError[] = []
    for (const [field, map] of Object.entries({ data, binaryData })) {
      for (const key of Object.keys(map)) {
        errors.push(...configMapKey(key).map(detail => invalidValue(`${field}[${key}]`, key, detail)))
      }
    }
    for (const key of Object.keys(data)) {
      if (!Object.hasOwn(binaryData, key)) continue
      errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    }
    if (size(data) + size(binaryData) > limit) errors.push(tooLong('', limit))
    return errors
  },
  validateUpdate: (configMap, old) => immutableErrors(configMap, old, ['data', 'binaryData']),
})

/** What may not change once `immutable` is true (ConfigMap, Secret). */
export function immutableErrors<T extends { immutable?: boolean }>(
  object: T,
  old: T,
  fields: readonly (keyof T & string)[],
): FieldError[] {
  if (!old.immutable) return []
  const errors: FieldError[] = []
  if (!object.immutable)
    errors.push(forbiddenField('immutable', 'field is immutable when `immutable` is set'))
  for (const field of fields) {
    if (JSON.stringify(object[field]) !== JSON.stringify(old[field])) {
      errors.push(forbiddenField(field, 'field is immutable when `immutable` is set'))
    }
  }
  return errors
}

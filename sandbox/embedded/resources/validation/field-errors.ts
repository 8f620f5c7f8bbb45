import type { FieldError } from '../registration'

/** Go writes maps by their keys; of what is shown, only labels are maps. */
const labelsInOrder = (key: string, value: unknown) =>
  key === 'matchLabels' && value
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Go's %#v of a field's value, as `field.Error` prints it. */
export function quoted(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value, labelsInOrder)
}

/** A string in Go's %q. */
export const goQuote = (text: string) =>
  JSON.stringify(text).replace(/\\u00([0-9a-f]{2})/g, (_, hex) => `\\x${hex}`)

/** Messages of apimachinery's field errors; `detail` may be empty where Kubernetes leaves it so. */
export const required = (field: string, detail = ''): FieldError => ({
  reason: 'FieldValueRequired',
  field,
  message: `Required value${detail ? `: ${detail}` : ''}`,
})

export const invalidValue = (field: string, value: unknown, detail: string): FieldError => ({
  reason: 'FieldValueInvalid',
  field,
  message: `Invalid value: ${quoted(value)}${detail ? `: ${detail}` : ''}`,
})

export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  reason: 'FieldValueNotSupported',
  field,
  message: `Unsupported value: ${quoted(value)}: supported values: ${supported.map(goQuote).join(', ')}`,
})

export const forbiddenField = (field: string, detail: string): FieldError => ({
  reason: 'FieldValueForbidden',
  field,
  message: `Forbidden: ${detail}`,
})

export const duplicate = (field: string, value: unknown): FieldError => ({
  reason: 'FieldValueDuplicate',
  field,
  message: `Duplicate value: ${quoted(value)}`,
})

export const notFoundField = (field: string, value: unknown): FieldError => ({
  reason: 'FieldValueNotFound',
  field,
  message: `Not found: ${quoted(value)}`,
})

export const tooLong = (field: string, maximum: number): FieldError => ({
  reason: 'FieldValueTooLong',
  field,
  message: `Too long: may not be more than ${maximum} bytes`,
})

export const tooMany = (field: string, actual: number, maximum: number): FieldError => ({
  reason: 'FieldValueTooMany',
  field,
  message: `Too many: ${actual}: must have at most ${maximum} ${maximum === 1 ? 'item' : 'items'}`,
})

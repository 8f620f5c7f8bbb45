import type { FieldError } from '../../registration'
import { invalidValue } from '../../validation/field-errors'
import { nonnegative } from '../../validation/numbers'

type IntOrPercent = number | string | undefined

const percentMessage =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

const percentOf = (value: IntOrPercent): number | undefined =>
  typeof value === 'string' && /^\d+%$/.test(value) ? Number(value.slice(0, -1)) : undefined

/** A number of pods, or the percentage; 0 of what is neither. */
export const amountOf = (value: IntOrPercent): number =>
  typeof value === 'number' ? value : (percentOf(value) ?? 0)

/** apps/validation ValidatePositiveIntOrPercent. */
export const intOrPercent = (value: IntOrPercent, field: string): FieldError[] =>
  typeof value === 'string'
    ? percentOf(value) === undefined
      ? [invalidValue(field, value, percentMessage)]
      : []
    : nonnegative(value, field)

/** apps/validation IsNotMoreThan100Percent. */
export const atMostAll = (value: IntOrPercent, field: string): FieldError[] =>
  (percentOf(value) ?? 0) > 100 ? [invalidValue(field, value, 'must not be greater than 100%')] : []

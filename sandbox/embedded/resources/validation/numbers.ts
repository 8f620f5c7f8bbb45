import type { FieldError } from '../registration'
import { invalidValue } from './field-errors'

/** apimachinery, ValidateNonnegativeField. */
export const nonnegative = (value: number | undefined, field: string): FieldError[] =>
  value !== undefined && value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : []

/** core/validation ValidatePositiveField. */
export const positive = (value: number | undefined, field: string): FieldError[] =>
  (value ?? 0) <= 0 ? [invalidValue(field, value ?? 0, 'must be greater than zero')] : []

/** A number between two others; nothing is said of one that is not given. */
export const between = (value: number | undefined, from: number, to: number, field: string): FieldError[] =>
  value === undefined || (value >= from && value <= to)
    ? []
    : [invalidValue(field, value, `must be between ${from} and ${to}, inclusive`)]

export const largestInt32 = 2_147_483_647

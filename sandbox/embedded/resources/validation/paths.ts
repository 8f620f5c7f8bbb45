import type { FieldError } from '../registration'
import { invalidValue } from './field-errors'

/** core/validation validatePathNoBacksteps. */
export const withoutBacksteps = (path: string, field: string): FieldError[] =>
  path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : []

/** core/validation validateLocalDescendingPath. */
export const descendingPath = (path: string, field: string): FieldError[] => [
  ...(path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : []),
  ...withoutBacksteps(path, field),
]

/** core/validation ValidateLocalNonReservedPath. */
export const nonReservedPath = (path: string, field: string): FieldError[] => [
  ...descendingPath(path, field),
  ...(path.startsWith('..') && !path.startsWith('../')
    ? [invalidValue(field, path, "must not start with '..'")]
    : []),
]

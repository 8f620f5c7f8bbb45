import { invalidValue, notSupported } from '../../resources/validation/field-errors'
import type { WriteOptions } from '../registry'
import { invalid } from '../status'

const validations = ['', 'Ignore', 'Strict', 'Warn'] as const

const refuse = (kind: string, error: ReturnType<typeof invalidValue>) =>
  invalid('meta.k8s.io', kind, '', [error])

/** `dryRun=All`, and nothing else. Throws Invalid; `kind` is the options' (CreateOptions, …). */
export function dryRun(query: URLSearchParams, kind: string): boolean {
  const values = query.getAll('dryRun')
  if (values.every(value => value === 'All')) return values.length > 0
  throw refuse(kind, notSupported('dryRun', values, ['All']))
}

/** Options of a write by its query and its client. Throws Invalid. */
export function writeOptions(
  query: URLSearchParams,
  kind: string,
  userAgent: string | undefined,
): Required<Pick<WriteOptions, 'dryRun' | 'fieldManager' | 'fieldValidation'>> {
  const validation = query.get('fieldValidation') ?? ''
  if (!(validations as readonly string[]).includes(validation)) {
    throw refuse(kind, notSupported('fieldValidation', validation, validations))
  }
  const manager = query.get('fieldManager') ?? ''
  if (manager.length > 128) {
    throw refuse(kind, {
      reason: 'FieldValueTooLong',
      field: 'fieldManager',
      message: 'Too long: may not be more than 128 bytes',
    })
  }
  const unprintable = [...manager].findIndex(character => !/^[^\p{C}\p{Zl}\p{Zp}]$/u.test(character))
  if (unprintable >= 0) {
    const code = [...manager][unprintable]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    const why = `invalid character U+${code} (at position ${unprintable})`
    throw refuse(kind, invalidValue('fieldManager', manager, why))
  }
  return {
    dryRun: dryRun(query, kind),
    fieldManager: manager || defaultManager(userAgent),
    fieldValidation: (validation || 'Warn') as 'Strict' | 'Warn' | 'Ignore',
  }
}

/** The program's name in its User-Agent: `kubectl/v1.36.3 (…)` is `kubectl`. */
export const defaultManager = (userAgent = 'unknown') => userAgent.split('/')[0]!.slice(0, 128)

export const isTrue = (value: string | null) =>
  value !== null && value !== '0' && value !== 'false' && value !== 'False'

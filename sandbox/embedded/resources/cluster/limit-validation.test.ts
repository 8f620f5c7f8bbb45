import { expect, test } from 'vitest'
import { validateDisruptionBudget, validateLimitRange, validatePriorityClass } from './limit-validation'
import { validateClaim, validateStorageClass, validateVolume } from './volume-validation'

const texts = (errors: { field: string; message: string }[]) =>
  errors.map(({ field, message }) => `${field}: ${message}`)

test('a limit range is in order', () => {
  const limits = [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } }]
  expect(texts(validateLimitRange({ spec: { limits } }))).toEqual([
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1',
  ])
})

test('a disruption budget says one of the two, as a number or in percent', () => {
  const selector = { matchLabels: { a: 'b' } }
  expect(texts(validateDisruptionBudget({ spec: { minAvailable: 1, maxUnavailable: 1, selector } }))).toEqual(
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"a":"b"}},"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  )
  expect(validateDisruptionBudget({ spec: { minAvailable: '50%' } })).toEqual([])
  expect(validateDisruptionBudget({ spec: { minAvailable: 'x' } })).toHaveLength(1)
})

test('the highest priorities are the system’s', () => {
  expect(texts(validatePriorityClass({ metadata: { name: 'mine' }, value: 2_000_000_000 }))).toEqual([
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
  ])
  expect(validatePriorityClass({ metadata: { name: 'system-node-critical' }, value: 2_000_000_000 })).toEqual(
    [],
  )
})

test('claims and volumes say how they are used and how large they are', () => {
  expect(texts(validateClaim({ spec: {} }))).toEqual([
    'spec.accessModes: Required value: at least 1 access mode is required',
    'spec.resources[storage]: Required value',
  ])
  expect(texts(validateVolume({ spec: {} }))).toEqual([
    'spec.accessModes: Required value',
    'spec.capacity: Required value',
    'spec.capacity: Unsupported value: null: supported values: "storage"',
    'spec: Required value: must specify a volume type',
  ])
  expect(
    texts(validateStorageClass({ provisioner: '', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' })),
  ).toEqual(['provisioner: Required value'])
})

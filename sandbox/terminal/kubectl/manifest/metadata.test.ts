import { expect, it } from 'vitest'
import type { KubeObject } from '../object'
import { metadataMistake } from './metadata'

const mistake = (metadata: object) => metadataMistake({ metadata } as KubeObject)

it('finds the first label that is no text, in the order of their keys', () => {
  expect(mistake({ labels: { version: 1, beta: true } })).toBe(
    'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
  )
})

it('finds a name that is a number', () => {
  expect(mistake({ name: 1 })).toBe(
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
  )
})

it('finds nothing in right ones', () => {
  expect(mistake({ name: 'a', labels: { a: '1' }, annotations: null })).toBeUndefined()
})

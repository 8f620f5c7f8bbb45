import { expect, test } from 'vitest'
import { pack, unpack } from './packed'

const pod = (name: string) => ({
  metadata: { name },
  spec: {
    containers: Array.from({ length: 20 }, (_, index) => ({ name: `c${index}`, image: `nginx:${index}` })),
  },
})

test('what was packed comes back as it was, whatever was packed before it', () => {
  const values = [[pod('a'), pod('b')], [], [pod('\u00fc'), { metadata: { name: 'other' } }]]
  const packed = values.map(value => pack('pods', value))
  expect(packed.map(unpack)).toEqual(values)
  const large = Array.from({ length: 2_000 }, (_, index) => pod(`p${index}`))
  expect(unpack(pack('large', large))).toEqual(large)
  expect(unpack(pack('large', large))).toEqual(large)
})

test('what is like the first of its kind needs hardly any room', () => {
  pack('twins', pod('first'))
  expect(pack('twins', pod('second')).bytes.length).toBeLessThan(JSON.stringify(pod('second')).length / 20)
})

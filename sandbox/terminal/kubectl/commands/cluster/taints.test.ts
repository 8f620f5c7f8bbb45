import type { V1Node } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { changedTaints, parseTaints, rejectContradictions } from './taints'

const node = (...taints: string[]): V1Node => ({
  metadata: { name: 'n' },
  spec: { taints: parseTaints(taints).add },
})

it.each([
  ['a', 'invalid taint spec: a'],
  ['a=b:Never', 'invalid taint effect: Never, unsupported taint effect'],
  ['a=b=c:NoSchedule', 'invalid taint spec: a=b=c:NoSchedule'],
  ['a:b:NoSchedule', 'invalid taint spec: a:b:NoSchedule'],
])('refuses %s', (spec, message) => {
  expect(() => parseTaints([spec])).toThrow(message)
})

it('refuses one taint twice, and one that comes and goes', () => {
  expect(() => parseTaints(['a=b:NoSchedule', 'a=c:NoSchedule'])).toThrow(
    'duplicated taints with the same key and effect: {a c NoSchedule <nil>}',
  )
  expect(() => rejectContradictions(parseTaints(['a=b:NoSchedule', 'a-']))).toThrow(
    'can not both modify and remove the following taint(s) in the same command: a=',
  )
})

it('tells what was done', () => {
  const change = (to: V1Node, specs: string[], overwrite = false) =>
    changedTaints(to, parseTaints(specs), overwrite).operation
  expect(change(node(), ['a=b:NoSchedule'])).toBe('tainted')
  expect(change(node('a=b:NoSchedule'), ['a-'])).toBe('untainted')
  expect(change(node('a=b:NoSchedule'), ['a=c:NoSchedule'], true)).toBe('modified')
  expect(() => change(node('a=b:NoSchedule'), ['a=c:NoSchedule'])).toThrow(
    'node n already has a taint(s) with same effect(s) and --overwrite is false',
  )
  expect(() => change(node(), ['a:NoSchedule-'])).toThrow('taint "a:NoSchedule" not found')
})

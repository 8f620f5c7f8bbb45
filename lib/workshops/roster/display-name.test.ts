import { expect, it } from 'vitest'
import { distinctName } from './display-name'

it.each([
  ['Alex', [], 'Alex'],
  [' Alex  B. ', ['Alex'], 'Alex B.'],
  ['Alex', ['alex'], 'Alex 2'],
  ['ALEX', ['Alex', 'Alex 2', 'Alex 4'], 'ALEX 3'],
  ['Alex 2', ['Alex', 'Alex 2'], 'Alex 2 2'],
  ['Ａlex', ['Alex'], 'Ａlex 2'],
])('%j among %j is %j', (wanted, taken, name) => {
  expect(distinctName(wanted, taken)).toBe(name)
})

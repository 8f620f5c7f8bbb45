import { expect, it } from 'vitest'
import { isOwnOrigin } from './same-origin'

it.each([
  ['http://localhost:3000', 'localhost:3000', undefined, true],
  ['http://127.0.0.1:3000', '127.0.0.1:3000', undefined, true],
  ['http://LAB.example', 'lab.example:80', undefined, true],
  ['https://lab.example', 'lab.example', undefined, true],
  ['https://lab.example', 'inner:3000', 'https://lab.example', true],
  [undefined, 'localhost:3000', undefined, true],
  ['http://localhost:4000', 'localhost:3000', undefined, false],
  ['http://evil.example', 'localhost:3000', 'https://lab.example', false],
  ['http://localhost:3000.evil.example', 'localhost:3000', undefined, false],
  ['null', 'localhost:3000', undefined, false],
  ['http://localhost:3000', undefined, undefined, false],
  ['http://x', 'not a host', undefined, false],
])('%s at %s (public: %s): %s', (origin, host, publicUrl, own) => {
  expect(isOwnOrigin(origin, host, publicUrl)).toBe(own)
})

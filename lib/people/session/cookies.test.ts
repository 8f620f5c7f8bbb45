import { expect, it } from 'vitest'
import { parseCookies } from './cookies'

it('parses names and values, decoded where they can be', () => {
  expect({ ...parseCookies('a=1; b="two"; c=%20x; broken=%zz; a=other; nonsense; d=x=y') }).toEqual({
    a: '1',
    b: 'two',
    c: ' x',
    broken: '%zz',
    d: 'x=y',
  })
})

it('takes no name for something it is not', () => {
  expect(parseCookies('__proto__=x').toString).toBeUndefined()
})

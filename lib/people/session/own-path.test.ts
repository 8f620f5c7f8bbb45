import { expect, it } from 'vitest'
import { ownPath } from './own-path'

it('is a path of this site', () => {
  expect(ownPath('/join?code=ABC#x')).toBe('/join?code=ABC#x')
})

it.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'join',
  '',
  undefined,
  ['/a'],
])('is not %j', path => expect(ownPath(path)).toBeUndefined())

import { expect, it } from 'vitest'
import { isReadable } from './address'

it.each(['/', '/courses/a%20b', '/courses/%C3%A4?x=%25'])('%s can be read', url => {
  expect(isReadable(url)).toBe(true)
})

it.each(['/courses/%E0%A4%A/x', '/%', '/?q=%zz'])('%s cannot be read', url => {
  expect(isReadable(url)).toBe(false)
})

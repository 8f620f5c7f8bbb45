import { expect, it } from 'vitest'
import { hashPassword, isPassword } from './password'

it('knows a password again, and only that one', async () => {
  const kept = await hashPassword('correct horse é')
  expect(kept).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  // The same letter, composed and not.
  expect(await isPassword('correct horse e\u0301', kept)).toBe(true)
  expect(await isPassword('correct horse e', kept)).toBe(false)
  expect(await hashPassword('correct horse é')).not.toBe(kept)
})

it.each([null, undefined, '', 'scrypt$', 'plain$1$1$1$x$y'])('knows none in %j', async kept => {
  expect(await isPassword('', kept)).toBe(false)
})

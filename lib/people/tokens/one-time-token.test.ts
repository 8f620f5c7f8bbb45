import { expect, it } from 'vitest'
import { makeOneTimeToken, readOneTimeToken } from './one-time-token'

it('says what it is for to whoever has the secret', () => {
  const token = makeOneTimeToken('secret', { purpose: 'password', subject: 'ada' })
  expect(readOneTimeToken('secret', ` ${token}\n`)).toMatchObject({ purpose: 'password', subject: 'ada' })
  expect(readOneTimeToken('other', token)).toBeUndefined()
})

it.each(['', '.', 'a.b', 'e30.', 'x'.repeat(5_000)])('is not %j', token => {
  expect(readOneTimeToken('secret', token)).toBeUndefined()
})

it('cannot be changed', () => {
  const [body, signed] = makeOneTimeToken('secret', { purpose: 'password', subject: 'ada' }).split('.')
  const other = Buffer.from(
    Buffer.from(body!, 'base64url').toString().replace('password', 'administrator'),
  ).toString('base64url')
  expect(readOneTimeToken('secret', `${other}.${signed}`)).toBeUndefined()
})

it('expires', () => {
  const expiresAt = Date.now() - 1
  expect(
    readOneTimeToken('secret', makeOneTimeToken('secret', { purpose: 'administrator', expiresAt })),
  ).toBeUndefined()
})

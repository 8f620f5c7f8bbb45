import { expect, it } from 'vitest'
import { codeHash, newJoinCode, personalCode, plainCode } from './codes'

it('a join code has six characters that cannot be mistaken for others', () => {
  for (let count = 0; count < 200; count++) expect(newJoinCode()).toMatch(/^[2-9A-HJKMNP-Z]{6}$/)
})

it('a personal code is the same for a seat, and another for any other seat or installation', () => {
  const code = personalCode('secret', 'seat-1')
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
  expect(personalCode('secret', 'seat-1')).toBe(code)
  expect(personalCode('secret', 'seat-2')).not.toBe(code)
  expect(personalCode('another', 'seat-1')).not.toBe(code)
})

it('is found however it was typed', () => {
  expect(plainCode(' ab2-c3 ')).toBe('AB2C3')
  expect(codeHash('abcd-2345-efgh')).toBe(codeHash('ABCD 2345 EFGH'))
})

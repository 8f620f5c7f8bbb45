import { expect, it } from 'vitest'
import { idIn, isSigned, tokenOf } from './signature'

const signed = {
  id: 'abc',
  course: 'network-policies',
  name: 'Ada',
  issuedAt: new Date('2026-11-30T10:00:00Z'),
  workshop: '',
  title: null,
  lessons: [],
}

it('a token verifies what it signs, and nothing else', () => {
  const token = tokenOf('secret', signed)
  expect(idIn(token)).toBe('abc')
  expect(isSigned('secret', signed, token)).toBe(true)
  expect(isSigned('other', signed, token)).toBe(false)
  expect(isSigned('secret', { ...signed, name: 'Eve' }, token)).toBe(false)
  expect(isSigned('secret', { ...signed, course: 'other' }, token)).toBe(false)
  const ofWorkshop = { ...signed, workshop: 'w', title: 'Tuesday', lessons: ['05-deny'] }
  expect(isSigned('secret', ofWorkshop, token)).toBe(false)
  expect(isSigned('secret', { ...ofWorkshop, lessons: [] }, tokenOf('secret', ofWorkshop))).toBe(false)
  for (const forged of ['abc', 'abc.', 'abc.AAAA', `${token}A`, ''])
    expect(isSigned('secret', signed, forged), forged).toBe(false)
})

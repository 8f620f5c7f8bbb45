import { describe, expect, test } from 'vitest'
import { parseLabelSelector } from './label-selector'

const labels = { app: 'web', tier: 'frontend', n: '5', empty: '' }

describe('selects', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier!=backend', true],
    ['app!=web', false],
    ['missing!=x', true],
    ['app', true],
    ['!app', false],
    ['! missing', true],
    ['app in (web, api)', true],
    ['app notin (web)', false],
    ['missing notin (web)', true],
    ['empty=', true],
    ['missing=', false],
    ['empty in ()', true],
    ['n>4,n<6', true],
    ['n>5', false],
  ])('%s: %s', (selector, matches) => {
    expect(parseLabelSelector(selector)(labels)).toBe(matches)
  })
})

test.each([
  ['a=b=c', "found '=', expected: ',' or 'end of string'"],
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a,', "found '', expected: identifier after ','"],
])('refuses %s as Kubernetes does', (selector, message) => {
  expect(() => parseLabelSelector(selector)).toThrow(message)
})

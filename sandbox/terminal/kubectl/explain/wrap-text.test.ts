import { expect, it } from 'vitest'
import { wrapText } from './wrap-text'

it('joins lines and breaks them between words', () => {
  expect(wrapText('one two\nthree four', 9)).toEqual(['one two', 'three', 'four'])
})

it('keeps lists, code and empty lines', () => {
  expect(wrapText('Values are:\n- one\n- two\n\n    code  here\nend', 40)).toEqual([
    'Values are:',
    '- one',
    '- two',
    '',
    '    code  here',
    'end',
  ])
})

it('keeps a word that is longer than a line', () => {
  expect(wrapText('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b'])
})

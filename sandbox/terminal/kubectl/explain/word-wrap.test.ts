import { expect, it } from 'vitest'
import { indent, wordWrap } from './word-wrap'

it.each([
  ['aa bb cc', 5, 'aa bb\ncc'],
  ['aaaaaaaaaa bb', 5, 'aaaaaaaaaa\nbb'],
  ['info: https://a.very/long/address', 12, 'info:\nhttps://a.very/long/address'],
  ['a\n\nb c', 3, 'a\n\nb c'],
])('%j at %d', (text, limit, wrapped) => expect(wordWrap(text, limit)).toBe(wrapped))

it('empty lines are indented, too', () => expect(indent('a\n\nb', 2)).toBe('  a\n  \n  b'))

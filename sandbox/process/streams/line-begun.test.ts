import { describe, expect, it } from 'vitest'
import { beginsLine } from './line-begun'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('text on the row of the cursor', () => {
  it.each([
    ['an address without an end', '10.244.0.5', false, true],
    ['a whole line', 'pod/web\r\n', false, false],
    ['a line and the beginning of another', 'a\r\nb', false, true],
    ['colours and bracketed paste, which print nothing', '\x1b[0m\x1b[?2004l', false, false],
    ['colours behind a text', '\x1b[0m', true, true],
    ['a bell', '\x07', false, false],
  ])('%s', (_, text, before, after) => {
    expect(beginsLine(bytes(text), before)).toBe(after)
  })
})

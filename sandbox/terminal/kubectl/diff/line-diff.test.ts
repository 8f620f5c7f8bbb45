import { expect, it } from 'vitest'
import { unifiedDiff } from './line-diff'

const names = { before: 'a', after: 'b' }
const lines = (...list: string[]) => list.map(line => `${line}\n`).join('')

it('the same text has no difference', () => expect(unifiedDiff('x\n', 'x\n', names)).toBe(''))

it('a change stands between three lines of context', () => {
  const before = lines('1', '2', '3', '4', '5', '6', '7', '8', '9')
  expect(unifiedDiff(before, before.replace('5', 'five'), names)).toBe(
    `--- a\n+++ b\n@@ -2,7 +2,7 @@\n${lines(' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8')}`,
  )
})

it('a new file is all additions', () => {
  expect(unifiedDiff('', 'x\ny\n', names)).toBe(`--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n`)
})

it('changes far apart are hunks of their own', () => {
  const before = lines(...Array.from({ length: 30 }, (_, index) => `${index}`))
  const text = unifiedDiff(before, before.replace('2\n', 'two\n').replace('28', 'x'), names)
  expect(text.match(/^@@/gm)).toHaveLength(2)
})

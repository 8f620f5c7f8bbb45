import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** Small numbers from a seed: the same texts each time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    yield state >>> 8
  }
}

it('says what GNU diff says of texts whose lines repeat', () => {
  const folder = mkdtempSync(join(tmpdir(), 'line-diff-'))
  const draw = numbers(7)
  const below = (most: number) => draw.next().value % most
  for (let round = 0; round < 60; round++) {
    const before = Array.from({ length: below(40) }, () => `line ${below(14)}`)
    const after = before.flatMap(
      line => [[line], [], [line, `line ${below(14)}`], [line], [line]][below(5)] ?? [],
    )
    const [a, b] = [before, after].map((list, index) => {
      const path = join(folder, `${index}`)
      writeFileSync(path, lines(...list))
      return path
    })
    const { stdout } = spawnSync('diff', ['-u', '-N', '--label', 'a', '--label', 'b', a!, b!], {
      encoding: 'utf8',
    })
    expect(unifiedDiff(lines(...before), lines(...after), names)).toBe(stdout)
  }
  rmSync(folder, { recursive: true })
})

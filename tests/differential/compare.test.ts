import { expect, it } from 'vitest'
import { differences } from './compare'

const answer = (stdout: string) => ({ stdout, stderr: '', code: 0 })

it.each([
  { words: ['logs', '-l', 'app=web'], found: 0 },
  { words: ['logs', 'twin', '--all-containers'], found: 0 },
  { words: ['logs', 'twin'], found: 1 },
  { words: ['get', 'pods', '-l', 'app=web'], found: 1 },
])('lines in another order are $found differences of kubectl $words', ({ words, found }) => {
  expect(differences({ words }, answer('one\ntwo\n'), answer('two\none\n'))).toHaveLength(found)
})

it('logs of several containers that say something else differ', () => {
  expect(differences({ words: ['logs', '-l', 'app=web'] }, answer('one\n'), answer('two\n'))).toHaveLength(1)
})

import { expect, it } from 'vitest'
import { createTurns } from './turns'

it('does what has one key in turn, also after something failed, and keeps nobody else waiting', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const work = (name: string, error?: Error) => async () => {
    seen.push(`${name} begins`)
    await new Promise(resolve => setTimeout(resolve))
    seen.push(`${name} ends`)
    if (error) throw error
    return name
  }
  const first = turns('one', work('a', new Error('no')))
  const second = turns('one', work('b'))
  expect(await turns('other', work('c'))).toBe('c')
  await expect(first).rejects.toThrow('no')
  expect(await second).toBe('b')
  expect(seen.filter(line => !line.startsWith('c'))).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  expect(seen.indexOf('c begins')).toBeLessThan(seen.indexOf('a ends'))
})

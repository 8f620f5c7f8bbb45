import { expect, it } from 'vitest'
import { masteryOf } from './mastery'

it('mastery of a concept is how the last ten drills of it went; the newest come first', () => {
  const late = Array.from({ length: 10 }, () => ({ concepts: ['ports'], right: true }))
  const early = Array.from({ length: 5 }, () => ({ concepts: ['ports', 'union'], right: false }))
  expect(masteryOf([...late, ...early])).toEqual([
    { concept: 'union', answered: 5, lately: 5, right: 0 },
    { concept: 'ports', answered: 15, lately: 10, right: 10 },
  ])
})

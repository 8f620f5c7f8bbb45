import { expect, it } from 'vitest'
import { batchesOf } from './batches'
import type { Play } from './plays'

const plays = (lesson: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${lesson}/${index}` }) as Play)

it('a long lesson goes into several sandboxes, nothing is left out, the largest come first', () => {
  const lessons = [plays('01', 3), plays('11', 39), plays('12', 15)]
  const batches = batchesOf(lessons)
  expect(batches.map(batch => batch.length)).toEqual([13, 13, 13, 8, 7, 3])
  expect(
    batches
      .flat()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(
    lessons
      .flat()
      .map(({ name }) => name)
      .sort(),
  )
})

import { expect, it } from 'vitest'
import { batchesOf } from './batches'
import type { Play } from './plays'

const plays = (lesson: string, kind: Play['kind'], count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${lesson}/${kind}/${index}`, kind }) as Play)

it('a long lesson goes into several sandboxes, nothing is left out, solutions and then the largest come first', () => {
  const lessons = [
    [...plays('01', 'alternative', 3), ...plays('01', 'solution', 1)],
    [...plays('11', 'wrong', 39), ...plays('11', 'solution', 2)],
    plays('12', 'wrong', 15),
  ]
  const batches = batchesOf(lessons)
  expect(batches.map(batch => batch.length)).toEqual([2, 1, 13, 13, 13, 8, 7, 3])
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

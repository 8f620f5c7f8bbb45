import type { Play } from './plays'

/** More answers than these of one lesson go into two sandboxes: no lesson must last longer than all others. */
const mostInBatch = 14

/** What counts most, first: where the time does not last for all, it is the others that are left. */
const order = ['solution', 'wrong', 'alternative'] as const

/**
 * Answers in batches for a sandbox each, those of one lesson, of one kind and of one start together, since pods may stay from
 * one to the next; solutions first, and within a kind the largest.
 */
export function batchesOf(lessons: readonly (readonly Play[])[]): Play[][] {
  return order.flatMap(kind => {
    const batches = lessons.flatMap(all => {
      const plays = all.filter(play => play.kind === kind)
      const parts = Math.ceil(plays.length / mostInBatch)
      const size = Math.ceil(plays.length / parts)
      return Array.from({ length: parts }, (_, part) => plays.slice(part * size, (part + 1) * size))
    })
    return batches.sort((one, other) => other.length - one.length)
  })
}

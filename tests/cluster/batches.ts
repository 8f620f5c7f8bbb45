import type { Play } from './plays'

/** More answers than these of one lesson go into two sandboxes: no lesson must last longer than all others. */
const mostInBatch = 14

/**
 * Answers in batches for a sandbox each, those of one lesson and of one start together, since pods may stay from one to
 * the next; the largest first.
 */
export function batchesOf(lessons: readonly (readonly Play[])[]): Play[][] {
  const batches = lessons.flatMap(plays => {
    const parts = Math.ceil(plays.length / mostInBatch)
    const size = Math.ceil(plays.length / parts)
    return Array.from({ length: parts }, (_, part) => plays.slice(part * size, (part + 1) * size))
  })
  return batches.sort((one, other) => other.length - one.length)
}

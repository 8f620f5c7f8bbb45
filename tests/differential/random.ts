/** Choices of a generator: the same seed makes the same ones. */
export type Random = {
  /** From 0 (inclusive) to `below` (exclusive). */
  index(below: number): number
  pick<T>(from: readonly T[]): T
  chance(probability: number): boolean
  /** Up to `most` different ones, in the order of `from`. */
  some<T>(from: readonly T[], most: number): T[]
}

/** Mulberry32: small, fast, and good enough to choose words with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const index = (below: number) => Math.floor(next() * below)
  return {
    index,
    pick: from => from[index(from.length)] as (typeof from)[number],
    chance: probability => next() < probability,
    some(from, most) {
      const wanted = index(most + 1)
      const chosen = new Set<number>()
      for (let tries = 0; chosen.size < wanted && tries < 20; tries++) chosen.add(index(from.length))
      return from.filter((_, at) => chosen.has(at))
    },
  }
}

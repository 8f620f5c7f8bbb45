/** Random choices that are the same again for the same seed (mulberry32). */
export interface Random {
  /** From 0 up to, but not including, `limit`. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(values: readonly T[]): T
  some<T>(values: readonly T[], most: number): T[]
  bytes(length: number): Buffer
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!
  return {
    below,
    pick,
    chance: probability => next() < probability,
    some: (values, most) => Array.from({ length: below(most + 1) }, () => pick(values)),
    bytes: length => Buffer.from(Array.from({ length }, () => below(256))),
  }
}

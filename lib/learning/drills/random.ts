/** Choices that follow from a seed: the same seed, the same choices, on every machine. */
export type Random = {
  /** A whole number from 0 below `bound`. */
  below(bound: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** `count` of them (all, if there are fewer), in a random order. */
  some<T>(list: readonly T[], count?: number): T[]
}

/** FNV-1a of the text seeds mulberry32 (T. Ettinger, public domain). */
export function randomFrom(seed: string): Random {
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  const some = <T>(list: readonly T[], count = list.length): T[] => {
    const left = [...list]
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]!)
  }
  return { below, chance: share => next() < share, pick: list => list[below(list.length)]!, some }
}

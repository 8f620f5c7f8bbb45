/** More than this many wrong letters is another word, not a slip. */
const mostSlips = 2

/**
 * Is one word a slip of the other: up to two letters wrong, missing, too many or swapped, and fewer than half of it?
 * (Restricted Damerau-Levenshtein distance.)
 */
export function isSlip(written: string, meant: string): boolean {
  if (written === meant) return false
  if (Math.abs(written.length - meant.length) > mostSlips) return false
  const slips = distance(written.toLowerCase(), meant.toLowerCase())
  return slips <= mostSlips && slips * 2 <= Math.max(written.length, meant.length) - 1
}

function distance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && swapped) best = Math.min(best, beforeLast[column - 2]! + 1)
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[other.length]!
}

/** Which lines of two files are not in both: `changed[0]` of the first, `changed[1]` of the second. */
export type Changed = readonly [boolean[], boolean[]]

/**
 * What GNU diff finds changed: the same lines, where several answers are as short (Myers' divide and conquer of
 * gnulib's diffseq.h over the lines that both files have, then `shift_boundaries` of diffutils' analyze.c).
 */
export function changedLines(before: readonly string[], after: readonly string[]): Changed {
  const changed: Changed = [before.map(() => true), after.map(() => true)]
  const [left, right] = [indicesOfShared(before, after), indicesOfShared(after, before)]
  const [x, y] = [left.map(index => before[index]), right.map(index => after[index])]
  for (const [side, index] of compareSequences(x, y)) {
    if (side === 0) changed[0][left[index] as number] = false
    else changed[1][right[index] as number] = false
  }
  shiftBoundaries(before, changed[0], changed[1])
  shiftBoundaries(after, changed[1], changed[0])
  return changed
}

function indicesOfShared(lines: readonly string[], other: readonly string[]): number[] {
  const known = new Set(other)
  return lines.flatMap((line, index) => (known.has(line) ? [index] : []))
}

type Kept = [side: 0 | 1, index: number]

/** Elements of both sequences that stay. */
function compareSequences<T>(x: readonly T[], y: readonly T[]): Kept[] {
  const kept: Kept[] = []
  const keep = (i: number, j: number) => kept.push([0, i], [1, j])
  const pending: [number, number, number, number][] = [[0, x.length, 0, y.length]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    let [xFrom, xTo, yFrom, yTo] = next
    while (xFrom < xTo && yFrom < yTo && x[xFrom] === y[yFrom]) keep(xFrom++, yFrom++)
    while (xFrom < xTo && yFrom < yTo && x[xTo - 1] === y[yTo - 1]) keep(--xTo, --yTo)
    if (xFrom === xTo || yFrom === yTo) continue
    const { xMiddle, yMiddle } = middleOf(x, y, [xFrom, xTo, yFrom, yTo])
    pending.push([xMiddle, xTo, yMiddle, yTo], [xFrom, xMiddle, yFrom, yMiddle])
  }
  return kept
}

/** A point on a shortest path through the edit graph, searched from both ends at once. */
function middleOf<T>(
  x: readonly T[],
  y: readonly T[],
  [xFrom, xTo, yFrom, yTo]: readonly [number, number, number, number],
): { xMiddle: number; yMiddle: number } {
  const forward = new Map<number, number>()
  const backward = new Map<number, number>()
  const lowest = xFrom - yTo
  const highest = xTo - yFrom
  const start = xFrom - yFrom
  const end = xTo - yTo
  let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [start, start, end, end]
  const isOdd = (start - end) % 2 !== 0
  forward.set(start, xFrom)
  backward.set(end, xTo)
  for (;;) {
    if (forwardLow > lowest) forward.set(--forwardLow - 1, -1)
    else forwardLow++
    if (forwardHigh < highest) forward.set(++forwardHigh + 1, -1)
    else forwardHigh--
    for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
      const [low, high] = [forward.get(diagonal - 1) as number, forward.get(diagonal + 1) as number]
      let at = low < high ? high : low + 1
      while (at < xTo && at - diagonal < yTo && x[at] === y[at - diagonal]) at++
      forward.set(diagonal, at)
      if (
        isOdd &&
        backwardLow <= diagonal &&
        diagonal <= backwardHigh &&
        (backward.get(diagonal) as number) <= at
      )
        return { xMiddle: at, yMiddle: at - diagonal }
    }
    if (backwardLow > lowest) backward.set(--backwardLow - 1, Number.POSITIVE_INFINITY)
    else backwardLow++
    if (backwardHigh < highest) backward.set(++backwardHigh + 1, Number.POSITIVE_INFINITY)
    else backwardHigh--
    for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
      const [low, high] = [backward.get(diagonal - 1) as number, backward.get(diagonal + 1) as number]
      let at = low < high ? low : high - 1
      while (xFrom < at && yFrom < at - diagonal && x[at - 1] === y[at - diagonal - 1]) at--
      backward.set(diagonal, at)
      if (
        !isOdd &&
        forwardLow <= diagonal &&
        diagonal <= forwardHigh &&
        at <= (forward.get(diagonal) as number)
      )
        return { xMiddle: at, yMiddle: at - diagonal }
    }
  }
}

/** Joins runs of changes where they can be moved together, and moves what is left as far down as it goes. */
function shiftBoundaries(lines: readonly string[], changed: boolean[], other: readonly boolean[]): void {
  const end = lines.length
  let at = 0
  let beside = 0
  for (;;) {
    while (at < end && !changed[at]) {
      while (other[beside++]);
      at++
    }
    if (at === end) return
    let start = at
    while (changed[++at]);
    while (other[beside]) beside++
    let length: number
    let corresponding: number
    do {
      length = at - start
      while (start > 0 && lines[start - 1] === lines[at - 1]) {
        changed[--start] = true
        changed[--at] = false
        while (changed[start - 1]) start--
        while (other[--beside]);
      }
      corresponding = other[beside - 1] ? at : end
      while (at !== end && lines[start] === lines[at]) {
        changed[start++] = false
        changed[at++] = true
        while (changed[at]) at++
        while (other[++beside]) corresponding = at
      }
    } while (length !== at - start)
    while (corresponding < at) {
      changed[--start] = true
      changed[--at] = false
      while (other[--beside]);
    }
  }
}

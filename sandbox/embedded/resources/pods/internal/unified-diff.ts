/**
 * The unified diff of Python's difflib, which Go's go-difflib is: which of several ways to align two texts it finds
 * is its own, and messages show it.
 */
type Match = { a: number; b: number; size: number }

/** Lines that are everywhere say nothing about where one is; from this length on they are not looked for. */
const popularFrom = 200

function places(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) {
    const known = found.get(line)
    if (known) known.push(index)
    else found.set(line, [index])
  }
  if (lines.length >= popularFrom) {
    const most = Math.floor(lines.length / 100) + 1
    for (const [line, at] of found) if (at.length > most) found.delete(line)
  }
  return found
}

/** The longest common run within the bounds, the first in `a` and then in `b` if there are several. */
function longest(
  a: readonly string[],
  b: readonly string[],
  at: ReadonlyMap<string, readonly number[]>,
  [fromA, toA, fromB, toB]: readonly [number, number, number, number],
): Match {
  let best: Match = { a: fromA, b: fromB, size: 0 }
  let runs = new Map<number, number>()
  for (let i = fromA; i < toA; i++) {
    const next = new Map<number, number>()
    for (const j of at.get(a[i]!) ?? []) {
      if (j < fromB) continue
      if (j >= toB) break
      const size = (runs.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    runs = next
  }
  // Lines that were not looked for belong to a run that they touch.
  while (best.a > fromA && best.b > fromB && a[best.a - 1] === b[best.b - 1])
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 }
  while (
    best.a + best.size < toA &&
    best.b + best.size < toB &&
    a[best.a + best.size] === b[best.b + best.size]
  )
    best = { ...best, size: best.size + 1 }
  return best
}

function matches(a: readonly string[], b: readonly string[]): Match[] {
  const at = places(b)
  const found: Match[] = []
  const search = (fromA: number, toA: number, fromB: number, toB: number): void => {
    const match = longest(a, b, at, [fromA, toA, fromB, toB])
    if (match.size === 0) return
    if (fromA < match.a && fromB < match.b) search(fromA, match.a, fromB, match.b)
    found.push(match)
    const [afterA, afterB] = [match.a + match.size, match.b + match.size]
    if (afterA < toA && afterB < toB) search(afterA, toA, afterB, toB)
  }
  search(0, a.length, 0, b.length)
  return found
}

type Step = { same: boolean; a: readonly [number, number]; b: readonly [number, number] }

function steps(a: readonly string[], b: readonly string[]): Step[] {
  const found: Step[] = []
  let [i, j] = [0, 0]
  for (const match of [...matches(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < match.a || j < match.b) found.push({ same: false, a: [i, match.a], b: [j, match.b] })
    if (match.size) {
      found.push({ same: true, a: [match.a, match.a + match.size], b: [match.b, match.b + match.size] })
    }
    i = match.a + match.size
    j = match.b + match.size
  }
  return found
}

/** Adjacent runs of one sort are one; changes with few lines between them share a hunk. */
function hunks(all: readonly Step[], context: number): Step[][] {
  const merged: Step[] = []
  for (const step of all) {
    const last = merged.at(-1)
    if (last?.same && step.same && last.a[1] === step.a[0] && last.b[1] === step.b[0]) {
      merged[merged.length - 1] = { same: true, a: [last.a[0], step.a[1]], b: [last.b[0], step.b[1]] }
    } else merged.push(step)
  }
  const groups: Step[][] = [[]]
  for (const [index, step] of merged.entries()) {
    if (!step.same) {
      groups.at(-1)!.push(step)
      continue
    }
    const head: Step = { same: true, a: ends(step.a, context, 'head'), b: ends(step.b, context, 'head') }
    const tail: Step = { same: true, a: ends(step.a, context, 'tail'), b: ends(step.b, context, 'tail') }
    const isFirst = index === 0
    const isLast = index === merged.length - 1
    if (isFirst) groups.at(-1)!.push(tail)
    else if (isLast) groups.at(-1)!.push(head)
    else if (step.a[1] - step.a[0] > 2 * context) {
      groups.at(-1)!.push(head)
      groups.push([tail])
    } else groups.at(-1)!.push(step)
  }
  return groups.filter(group => group.some(({ same }) => !same))
}

const ends = ([from, to]: readonly [number, number], count: number, which: 'head' | 'tail') =>
  which === 'head'
    ? ([from, Math.min(to, from + count)] as const)
    : ([Math.max(from, to - count), to] as const)

function range(from: number, to: number): string {
  const count = to - from
  if (count === 1) return String(from + 1)
  return `${count === 0 ? from : from + 1},${count}`
}

/** Hunks with three lines around each change; nothing when the texts are the same. */
export function unifiedDiff(before: string, after: string): string {
  const [a, b] = [before, after].map(text => text.split('\n').map(line => `${line}\n`)) as [
    string[],
    string[],
  ]
  return hunks(steps(a, b), 3)
    .map(group => {
      const [first, last] = [group[0]!, group.at(-1)!]
      const head = `@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@\n`
      const body = group.flatMap(({ same, a: [fromA, toA], b: [fromB, toB] }) =>
        same
          ? a.slice(fromA, toA).map(line => ` ${line}`)
          : [...a.slice(fromA, toA).map(line => `-${line}`), ...b.slice(fromB, toB).map(line => `+${line}`)],
      )
      return head + body.join('')
    })
    .join('')
}

/** Longest line lists that are compared exactly; beyond, everything between the first and last difference is changed. */
const exactLimit = 4000

type Edit = { kind: 'same' | 'removed' | 'added'; line: string }

/** A unified diff (diff -u -N) of two texts, '' when they are the same. */
export function unifiedDiff(before: string, after: string, names: { before: string; after: string }): string {
  if (before === after) return ''
  const edits = compare(linesOf(before), linesOf(after))
  const hunks = hunksOf(edits)
  return `--- ${names.before}\n+++ ${names.after}\n${hunks.join('')}`
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

function compare(before: string[], after: string[]): Edit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++
  const same = (line: string): Edit => ({ kind: 'same', line })
  const middle = compareMiddle(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  )
  return [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)]
}

function compareMiddle(before: string[], after: string[]): Edit[] {
  if (before.length * after.length > exactLimit * exactLimit) {
    return [
      ...before.map((line): Edit => ({ kind: 'removed', line })),
      ...after.map((line): Edit => ({ kind: 'added', line })),
    ]
  }
  // Length of the longest common subsequence of what is left of both, from the end.
  const width = after.length + 1
  const common = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
    }
  }
  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ kind: 'same', line: before[i] as string })
      i++
      j++
    } else if (
      i < before.length &&
      (j >= after.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      edits.push({ kind: 'removed', line: before[i++] as string })
    } else edits.push({ kind: 'added', line: after[j++] as string })
  }
  return edits
}

const context = 3
const marks = { same: ' ', removed: '-', added: '+' } as const

function hunksOf(edits: readonly Edit[]): string[] {
  const changed = edits.flatMap(({ kind }, index) => (kind === 'same' ? [] : [index]))
  const ranges: { from: number; to: number }[] = []
  for (const index of changed) {
    const from = Math.max(0, index - context)
    const to = Math.min(edits.length, index + context + 1)
    const last = ranges.at(-1)
    if (last && from <= last.to) last.to = to
    else ranges.push({ from, to })
  }
  return ranges.map(({ from, to }) => {
    const before = edits.slice(0, from)
    const count = (list: readonly Edit[], without: Edit['kind']) =>
      list.filter(({ kind }) => kind !== without).length
    const inside = edits.slice(from, to)
    const old = range(count(before, 'added'), count(inside, 'added'))
    const now = range(count(before, 'removed'), count(inside, 'removed'))
    return `@@ -${old} +${now} @@\n${inside.map(({ kind, line }) => `${marks[kind]}${line}\n`).join('')}`
  })
}

/** `12,3`: the first line and how many; the count is left out when it is one. */
const range = (start: number, count: number): string =>
  count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`

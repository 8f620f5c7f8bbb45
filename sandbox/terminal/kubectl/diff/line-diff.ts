import { changedLines } from './edit-script'

/** Longest line lists that are compared; beyond, everything is changed. */
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
  const isLarge = before.length * after.length > exactLimit * exactLimit
  const [removed, added] = isLarge
    ? [before.map(() => true), after.map(() => true)]
    : changedLines(before, after)
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    while (removed[i]) edits.push({ kind: 'removed', line: before[i++] as string })
    while (added[j]) edits.push({ kind: 'added', line: after[j++] as string })
    if (i < before.length) edits.push({ kind: 'same', line: before[i] as string })
    i++
    j++
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

import { textWidth } from './width'

/** What could stand where the cursor is: `candidates` for the text from `start` to the cursor. */
export type Completion = {
  readonly start: number
  readonly candidates: readonly string[]
}

/** Answers for the text of a line and a cursor in it (in characters). */
export type Completer = (line: string, cursor: number) => Promise<Completion>

/** The longest text that all begin with. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? ''
  for (const candidate of candidates) while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}

/** Candidates in columns, as `ls` shows names. Paths are shown by their last part. */
export function inColumns(candidates: readonly string[], columns: number): string {
  const names = candidates.map(candidate => candidate.replace(/^.*\/(?=[^/])/, ''))
  const widest = Math.max(...names.map(textWidth)) + 2
  const perRow = Math.max(1, Math.floor(columns / widest))
  const rows = Math.ceil(names.length / perRow)
  let text = ''
  for (let row = 0; row < rows; row++) {
    const cells = names.filter((_, index) => index % rows === row)
    text += `${cells.map((cell, index) => (index < cells.length - 1 ? cell + ' '.repeat(widest - textWidth(cell)) : cell)).join('')}\r\n`
  }
  return text
}

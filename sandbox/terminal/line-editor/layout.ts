import { widthOf } from './width'

export type Layout = {
  /** What to print, from column 0 of the first row on; rows are divided by `\r\n` or wrap by themselves. */
  readonly rows: readonly string[]
  /** Whether a row goes on in the next because it was full. */
  readonly wrapped: readonly boolean[]
  readonly cursor: { readonly row: number; readonly column: number }
}

const tabStop = 8

/** Divides prompt and text into the rows of a terminal that is `columns` wide. */
export function layOut(
  prompt: string,
  characters: readonly string[],
  cursor: number,
  columns: number,
): Layout {
  const rows: string[] = ['']
  const wrapped: boolean[] = []
  let column = 0
  let place = { row: 0, column: 0 }

  const next = (full: boolean) => {
    wrapped.push(full)
    rows.push('')
    column = 0
  }
  const put = (shown: string, width: number) => {
    if (column + width > columns) next(true)
    rows[rows.length - 1] += shown
    column += width
    if (column >= columns) next(true)
  }
  const putCharacter = (character: string) => {
    if (character === '\n') next(false)
    else if (character === '\t') for (let end = tabStop - (column % tabStop); end > 0; end--) put(' ', 1)
    else if (/[\x00-\x1f\x7f]/.test(character))
      for (const shown of `^${String.fromCharCode(character.charCodeAt(0) ^ 64)}`) put(shown, 1)
    else put(character, widthOf(character))
  }

  for (const piece of prompt.split(/(\x1b\[[0-9;]*m)/)) {
    if (piece.startsWith('\x1b[')) rows[rows.length - 1] += piece
    else for (const character of piece) putCharacter(character)
  }
  for (const [index, character] of characters.entries()) {
    if (index === cursor) place = { row: rows.length - 1, column }
    putCharacter(character)
  }
  if (cursor >= characters.length) place = { row: rows.length - 1, column }
  wrapped.push(false)
  return { rows, wrapped, cursor: place }
}

import { limits } from '../limits'
import { ShellError } from '../state/control-flow'
import type { PatternPiece } from './pattern'

/**
 * A piece of an expanded word. `split`: it came from an unquoted expansion and is divided at IFS. `active`: pattern
 * characters in it are special. A `break` begins a new field whatever IFS is ("$@").
 */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly active: boolean; readonly split: boolean }
  | { readonly kind: 'break' }

/** What becomes one argument, unless it is a pattern that names several files. */
export type Field = PatternPiece[]

/** Divides the pieces of a word into fields (word splitting). */
export function splitFields(pieces: readonly Piece[], separators: string): Field[] {
  const white = new Set([...separators].filter(character => ' \t\n'.includes(character)))
  const hard = new Set([...separators].filter(character => !white.has(character)))
  const fields: Field[] = []
  let field: Field | undefined
  /** After white space: the next text begins a field, but a hard separator just closes this one. */
  let gap = false

  const finish = () => {
    if (!field) return
    fields.push(field)
    field = undefined
    if (fields.length > limits.fields) throw new ShellError('Argument list too long', 1, true)
  }

  for (const piece of pieces) {
    if (piece.kind === 'break') {
      field ??= []
      finish()
      gap = false
      continue
    }
    if (!piece.split || separators === '') {
      if (piece.split && piece.text === '') continue
      if (gap) finish()
      gap = false
      field ??= []
      field.push({ text: piece.text, active: piece.active })
      continue
    }
    let run = ''
    const put = () => {
      if (run === '') return
      if (gap) finish()
      gap = false
      field ??= []
      field.push({ text: run, active: piece.active })
      run = ''
    }
    for (const character of piece.text) {
      if (white.has(character)) {
        put()
        if (field) gap = true
      } else if (hard.has(character)) {
        put()
        field ??= []
        finish()
        gap = false
      } else {
        run += character
      }
    }
    put()
  }
  finish()
  return fields
}

/** All the text of pieces, fields of "$@" joined by a space. */
export function joinPieces(pieces: readonly Piece[]): string {
  let text = ''
  for (const piece of pieces) text += piece.kind === 'break' ? ' ' : piece.text
  return text
}

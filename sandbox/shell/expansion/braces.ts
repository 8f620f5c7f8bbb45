import { limits } from '../limits'
import { ShellError } from '../state/control-flow'
import type { BracePart, WordNode, WordPart } from '../syntax'

/** The words that the braces of a word stand for: `a{b,c}` is `ab` and `ac`, `{1..3}` is 1, 2 and 3. */
export function expandBraces(word: WordNode): WordNode[] {
  if (!word.parts.some(part => part.type === 'BraceExpansion')) return [word]
  let alternatives: WordPart[][] = [[]]
  for (const part of word.parts) {
    const choices = part.type === 'BraceExpansion' ? choicesOf(part) : [[part]]
    if (alternatives.length * choices.length > limits.fields)
      throw new ShellError('brace expansion: too many words', 1, true)
    alternatives = alternatives.flatMap(before => choices.map(choice => [...before, ...choice]))
  }
  return alternatives.map(parts => ({ type: 'Word', parts }))
}

function choicesOf(part: BracePart): WordPart[][] {
  return part.items.flatMap(item => {
    if (item.type === 'Word') return expandBraces(item.word).map(word => word.parts)
    return range(item).map((value): WordPart[] => [{ type: 'Literal', value }])
  })
}

type Range = Extract<BracePart['items'][number], { type: 'Range' }>

function range({ start, end, step, startStr, endStr }: Range): string[] {
  const letters = typeof start === 'string'
  const from = letters ? start.charCodeAt(0) : start
  const to = typeof end === 'string' ? end.charCodeAt(0) : end
  const stride = Math.max(1, Math.abs(step ?? 1))
  if (Math.abs(to - from) / stride > limits.fields)
    throw new ShellError('brace expansion: too many words', 1, true)
  const width = [startStr, endStr].some(text => /^-?0\d/.test(text ?? ''))
    ? Math.max(startStr?.length ?? 0, endStr?.length ?? 0)
    : 0
  const values: string[] = []
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? stride : -stride)
    values.push(letters ? String.fromCharCode(value) : padded(value, width))
  return values
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0')
  return value < 0 ? `-${digits}` : digits
}

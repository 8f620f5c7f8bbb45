/** Breaks lines between words at `limit` columns; spaces at a break vanish, longer words stay whole (go-wordwrap). */
export function wordWrap(text: string, limit: number): string {
  return text
    .split('\n')
    .map(line => wrapLine(line, limit))
    .join('\n')
}

function wrapLine(line: string, limit: number): string {
  let result = ''
  let column = 0
  for (const [, space = '', word = ''] of line.matchAll(/(\s*)(\S+)/g)) {
    // A word longer than the line begins a new one, too: it is noticed before all of it is there.
    if (column + space.length > 1 && column + space.length + word.length > limit) {
      result += `\n${word}`
      column = word.length
    } else {
      result += space + word
      column += space.length + word.length
    }
  }
  const trailing = /\s+$/.exec(line)?.[0] ?? ''
  return result + (column + trailing.length > limit ? '' : trailing)
}

/** Every line moved to the right, empty ones too. */
export const indent = (text: string, amount: number): string => {
  const pad = ' '.repeat(amount)
  return pad + text.replaceAll('\n', `\n${pad}`)
}

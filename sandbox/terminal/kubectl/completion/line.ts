/** What is before the cursor, cut into words; quotes and backslashes are taken off. The last word is the one being typed. */
export function wordsBefore(line: string, cursor: number): string[] {
  const words = ['']
  let quote = ''
  for (let rest = Array.from(line).slice(0, cursor); rest.length > 0; ) {
    const [character = '', next] = rest
    rest = rest.slice(1)
    const add = (text: string) => {
      words[words.length - 1] += text
    }
    if (quote) {
      if (character === quote) quote = ''
      else add(character)
    } else if (character === '"' || character === "'") quote = character
    else if (character === '\\' && next !== undefined) {
      add(next)
      rest = rest.slice(1)
    } else if (/\s/.test(character)) {
      if (words.at(-1) !== '') words.push('')
    } else add(character)
  }
  return words
}

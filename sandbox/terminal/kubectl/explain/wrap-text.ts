/** Lines of at most `limit` columns; lists, code and empty lines stay as they are (Formatter.WriteWrapped of kubectl's explain). */
export function wrapText(text: string, limit: number): string[] {
  const wrapped: string[] = []
  let words: string[] = []
  let last = ''
  const flush = () => {
    if (words.length === 0) return
    wrapped.push(words.join(' '))
    words = []
    last = ''
  }
  for (const line of text.split('\n')) {
    if (line.startsWith('    ')) {
      flush()
      wrapped.push(line)
      continue
    }
    const isEmpty = line.trim() === ''
    if (isEmpty && wrapped.length > 0) {
      flush()
      wrapped.push('')
      continue
    }
    if (last.endsWith(':') || isEmpty || /^(\d+\.?|-|\*)\s/.test(line.trim())) flush()
    for (const word of line.split(/\s+/).filter(Boolean)) {
      if (words.length > 0 && [...words, word].join(' ').length > limit) flush()
      words.push(word)
      last = word
    }
  }
  flush()
  return wrapped
}

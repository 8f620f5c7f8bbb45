/** What became of a line with `!`: the line to run, or the words that were not found. */
export type Recalled = { line: string; changed: boolean } | { missing: string }

const words = (line: string): string[] => line.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? []

/**
 * History expansion as interactive bash does it before a line runs: `!!`, `!$`, `!*`, `!^`, `!n`, `!-n`, `!text`,
 * `!?text?` and `^old^new`; nothing between single quotes, after a backslash, or before a blank, `=` or `(`.
 */
export function recall(line: string, history: readonly string[]): Recalled {
  const last = history.at(-1) ?? ''
  const quick = /^\^([^^]+)\^([^^]*)\^?$/.exec(line)
  if (quick) {
    if (!last.includes(quick[1]!)) return { missing: `:s${line}: substitution failed` }
    return { line: last.replace(quick[1]!, () => quick[2]!), changed: true }
  }
  let missing: string | undefined
  let changed = false
  const found = (text: string | undefined, event: string): string => {
    changed = true
    if (text === undefined) missing ??= `${event}: event not found`
    return text ?? ''
  }
  const expanded = line.replace(
    /'[^']*'|\\.|!(?:(!)|(\$)|(\*)|(\^)|(-?\d+)|\?([^?\n]+)\??|([A-Za-z_./][^\s;|&"'<>()]*))/g,
    (all, again, end, rest, first, number, within, start) => {
      if (!all.startsWith('!')) return all
      if (again) return found(history.at(-1), all)
      if (end) return found(words(last).at(-1), all)
      if (rest) return found(words(last).slice(1).join(' '), all)
      if (first) return found(words(last)[1], all)
      if (number) {
        const at = Number(number)
        return found(at < 0 ? history.at(at) : history[at - 1], all)
      }
      if (within)
        return found(
          history.findLast(one => one.includes(within)),
          all,
        )
      return found(
        history.findLast(one => one.startsWith(start)),
        all,
      )
    },
  )
  return missing === undefined ? { line: expanded, changed } : { missing }
}

/** getopt_long(3) in small: `short` as in C ("qO:T:"), `long` names with the short option that each stands for. */
export type OptionSyntax = {
  readonly short: string
  readonly long?: Readonly<Record<string, string>>
}

export type ParsedOptions = {
  has(option: string): boolean
  /** The value given last. */
  value(option: string): string | undefined
  values(option: string): readonly string[]
  readonly operands: readonly string[]
  readonly problem?: OptionProblem
}

export type OptionProblem =
  /** `option` as the program prints it: `--bogus`, `x`. */
  | { readonly kind: 'unknown'; readonly option: string; readonly long: boolean }
  | { readonly kind: 'no-argument'; readonly option: string; readonly long: boolean }

/**
 * Options may stand anywhere before `--`; `long` entries end with `:` if they take an argument. The first problem ends
 * the parsing.
 */
export function parseOptions(args: readonly string[], syntax: OptionSyntax): ParsedOptions {
  const found = new Map<string, string[]>()
  const operands: string[] = []
  let problem: OptionProblem | undefined
  const add = (option: string, value = '') => found.set(option, [...(found.get(option) ?? []), value])
  const queue = [...args]
  const takesArgument = (option: string) => syntax.short[syntax.short.indexOf(option) + 1] === ':'

  /** Long names may be cut short while they stay one's own. */
  const longEntry = (name: string): string | undefined => {
    const { long = {} } = syntax
    if (Object.hasOwn(long, name)) return long[name]
    const found = Object.keys(long).filter(known => name !== '' && known.startsWith(name))
    return found.length === 1 ? long[found[0]!] : undefined
  }

  const parseLong = (argument: string) => {
    const equals = argument.indexOf('=')
    const name = equals < 0 ? argument.slice(2) : argument.slice(2, equals)
    const entry = longEntry(name)
    if (entry === undefined) {
      problem = { kind: 'unknown', option: argument, long: true }
      return
    }
    const option = entry.replace(/:$/, '')
    if (!entry.endsWith(':')) return add(option)
    const value = equals < 0 ? queue.shift() : argument.slice(equals + 1)
    if (value === undefined) problem = { kind: 'no-argument', option: name, long: true }
    else add(option, value)
  }

  const parseShort = (cluster: string) => {
    for (let at = 0; at < cluster.length; at++) {
      const option = cluster[at]!
      if (option === ':' || !syntax.short.includes(option)) {
        problem = { kind: 'unknown', option, long: false }
        return
      }
      if (!takesArgument(option)) {
        add(option)
        continue
      }
      const value = cluster.slice(at + 1) || queue.shift()
      if (value === undefined) problem = { kind: 'no-argument', option, long: false }
      else add(option, value)
      return
    }
  }

  while (queue.length > 0 && !problem) {
    const argument = queue.shift()!
    if (argument === '--') operands.push(...queue.splice(0))
    else if (argument.startsWith('--')) parseLong(argument)
    else if (argument.startsWith('-') && argument.length > 1) parseShort(argument.slice(1))
    else operands.push(argument)
  }
  return {
    has: option => found.has(option),
    value: option => found.get(option)?.at(-1),
    values: option => found.get(option) ?? [],
    operands,
    ...(problem && { problem }),
  }
}

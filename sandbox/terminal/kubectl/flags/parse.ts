import type { FlagDefinition, FlagValue } from './definition'
import { parseValue } from './value'

/** Flags and arguments of one command line. Asking for a flag that the command does not define is a mistake of ours and throws. */
export class ParsedFlags {
  constructor(
    private readonly definitions: ReadonlyMap<string, FlagDefinition>,
    private readonly given: ReadonlyMap<string, FlagValue>,
    /** What is not a flag, in order. */
    readonly args: readonly string[],
    /** How many arguments stood before `--`, or -1 when there was none. */
    readonly argsBeforeDash: number,
  ) {}

  has(name: string): boolean {
    return this.definitions.has(name)
  }

  type(name: string): FlagDefinition['type'] | undefined {
    return this.definitions.get(name)?.type
  }

  /** Was it on the command line? */
  changed(name: string): boolean {
    return this.given.has(name)
  }

  string(name: string): string {
    return this.value(name, 'string') as string
  }

  bool(name: string): boolean {
    return this.value(name, 'bool') as boolean
  }

  int(name: string): number {
    return this.value(name, 'int') as number
  }

  /** Milliseconds. */
  duration(name: string): number {
    return this.value(name, 'duration') as number
  }

  list(name: string): readonly string[] {
    return this.value(name, 'stringSlice', 'stringArray') as readonly string[]
  }

  /** Names and values of a `stringToString` flag; of a name given twice the last value counts. */
  pairs(name: string): ReadonlyMap<string, string> {
    const pairs = this.value(name, 'stringToString') as readonly string[]
    return new Map(pairs.map(pair => [pair.split('=', 1)[0]!, pair.slice(pair.indexOf('=') + 1)]))
  }

  private value(name: string, ...types: FlagDefinition['type'][]): FlagValue {
    const definition = this.definitions.get(name)
    if (!definition || !types.includes(definition.type)) throw new Error(`no ${types[0]} flag --${name}`)
    return this.given.get(name) ?? definition.default
  }
}

/**
 * Parses as pflag does: flags anywhere before `--`, `-nfoo`, `-n=foo`, `-it`, `--name=value`, underscores for dashes.
 * Throws with pflag's messages.
 */
export function parseFlags(words: readonly string[], definitions: readonly FlagDefinition[]): ParsedFlags {
  const byName = new Map(definitions.map(definition => [definition.name, definition]))
  const byShorthand = new Map(
    definitions.flatMap(definition =>
      definition.shorthand ? [[definition.shorthand, definition] as const] : [],
    ),
  )
  const given = new Map<string, FlagValue>()
  const args: string[] = []
  let dash = -1
  const set = (definition: FlagDefinition, text: string) =>
    given.set(definition.name, parseValue(definition, text, given.get(definition.name)))

  let at = 0
  const long = (word: string) => {
    const [, name = '', , value] = /^([^=]*)(=(.*))?$/s.exec(word.slice(2)) ?? []
    if (name === '' || name.startsWith('-')) throw new Error(`bad flag syntax: ${word}`)
    const definition = byName.get(name.replaceAll('_', '-'))
    if (!definition) throw new Error(`unknown flag: --${name}`)
    if (value !== undefined) set(definition, value)
    else if (implied(definition) !== undefined) set(definition, implied(definition) as string)
    else if (at < words.length) set(definition, words[at++] as string)
    else throw new Error(`flag needs an argument: ${word}`)
  }
  const short = (word: string) => {
    let letters = word.slice(1)
    while (letters !== '') {
      const letter = letters[0] as string
      const definition = byShorthand.get(letter)
      if (!definition) throw new Error(`unknown shorthand flag: '${letter}' in -${letters}`)
      const rest = letters.slice(1)
      if (rest.startsWith('=') && rest !== '=') return set(definition, rest.slice(1))
      if (implied(definition) !== undefined) {
        set(definition, implied(definition) as string)
        letters = rest
        continue
      }
      if (rest !== '') return set(definition, rest)
      if (at < words.length) return set(definition, words[at++] as string)
      throw new Error(`flag needs an argument: '${letter}' in -${letters}`)
    }
  }

  while (at < words.length) {
    const word = words[at++] as string
    if (word === '--') {
      dash = args.length
      args.push(...words.slice(at))
      break
    }
    if (word.startsWith('--')) long(word)
    else if (word.startsWith('-') && word !== '-') short(word)
    else args.push(word)
  }
  return new ParsedFlags(byName, given, args, dash)
}

function implied({ type, withoutValue }: FlagDefinition): string | undefined {
  return withoutValue ?? (type === 'bool' ? 'true' : undefined)
}

import type { Process } from '../../process'

/** The options of a program: letters without a value, letters with one, and long names for letters. */
export type OptionSpec = {
  readonly flags?: string
  readonly values?: string
  /** `--name` stands for a letter, or for itself when the letter is ''. Long names with a value end with `=`. */
  readonly long?: Readonly<Record<string, string>>
}

export type Options = {
  has(option: string): boolean
  /** The last value given. */
  value(option: string): string | undefined
  values(option: string): readonly string[]
  readonly rest: readonly string[]
}

/** The command line was wrong; what to print is in the message. */
export class UsageError extends Error {}

/** Parses options as getopt_long(3) does: also behind other arguments, up to `--`. Throws `UsageError`. */
export function parseOptions(
  { argv }: Pick<Process, 'argv'>,
  spec: OptionSpec,
  { ordered = false } = {},
): Options {
  const [name = ''] = argv
  const found = new Map<string, string[]>()
  const rest: string[] = []
  const add = (option: string, value: string) => found.set(option, [...(found.get(option) ?? []), value])
  const wrong = (message: string) =>
    new UsageError(`${name}: ${message}\nTry '${name} --help' for more information.\n`)

  for (let at = 1; at < argv.length; at++) {
    const arg = argv[at]!
    if (arg === '--') {
      rest.push(...argv.slice(at + 1))
      break
    }
    if (arg.startsWith('--')) {
      const [, long = '', value] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(arg) ?? []
      const takesValue = Object.hasOwn(spec.long ?? {}, `${long}=`)
      const letter = spec.long?.[takesValue ? `${long}=` : long]
      if (letter === undefined) throw wrong(`unrecognized option '${arg.split('=')[0]}'`)
      if (!takesValue) add(letter || long, value ?? '')
      else if (value !== undefined) add(letter || long, value)
      else if (at + 1 < argv.length) add(letter || long, argv[++at]!)
      else throw wrong(`option '--${long}' requires an argument`)
      continue
    }
    if (arg.length < 2 || arg[0] !== '-') {
      if (ordered) {
        rest.push(...argv.slice(at))
        break
      }
      rest.push(arg)
      continue
    }
    for (let index = 1; index < arg.length; index++) {
      const letter = arg[index]!
      if (spec.values?.includes(letter)) {
        const value = arg.slice(index + 1) || argv[++at]
        if (value === undefined) throw wrong(`option requires an argument -- '${letter}'`)
        add(letter, value)
        break
      }
      if (!spec.flags?.includes(letter)) throw wrong(`invalid option -- '${letter}'`)
      add(letter, '')
    }
  }
  return {
    has: option => found.has(option),
    value: option => found.get(option)?.at(-1),
    values: option => found.get(option) ?? [],
    rest,
  }
}

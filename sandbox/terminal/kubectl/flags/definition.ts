/** Kinds of flag values; the names are what the help prints where pflag does. */
export type FlagType =
  | 'bool'
  | 'string'
  | 'int'
  | 'duration'
  /** Values split at commas, given any number of times. */
  | 'stringSlice'
  /** Given any number of times, never split. */
  | 'stringArray'
  /** `name=value`, split at commas, given any number of times. */
  | 'stringToString'

export type FlagValue = string | number | boolean | readonly string[]

export type FlagDefinition = {
  name: string
  shorthand?: string
  type: FlagType
  default: FlagValue
  /** What a flag without a value means (`--dry-run`), when that is allowed at all. */
  withoutValue?: string
  usage: string
  hidden?: boolean
  /** The command does nothing without it. */
  required?: boolean
}

type Options = Pick<FlagDefinition, 'shorthand' | 'withoutValue' | 'hidden' | 'required'>

const define =
  <T extends FlagValue>(type: FlagType, fallback: T) =>
  (name: string, usage: string, options: Options & { default?: T } = {}): FlagDefinition => ({
    name,
    type,
    usage,
    ...options,
    default: options.default ?? fallback,
  })

/** One function a kind of flag: `flag.bool('watch', 'usage', { shorthand: 'w' })`. */
export const flag = {
  bool: define<boolean>('bool', false),
  string: define<string>('string', ''),
  int: define<number>('int', 0),
  /** Milliseconds; written as Go writes durations. */
  duration: define<number>('duration', 0),
  strings: define<readonly string[]>('stringSlice', []),
  array: define<readonly string[]>('stringArray', []),
  map: define<readonly string[]>('stringToString', []),
}

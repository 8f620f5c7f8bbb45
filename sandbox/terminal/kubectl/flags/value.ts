import type { FlagDefinition, FlagValue } from './definition'
import { parseDuration } from './duration'

const truths: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
}

/** What Go's strconv.ParseBool makes of a word. */
export const truthOf = (text: string): boolean | undefined => truths[text]

/** The value of a flag after `text` was given to it; `before` is what earlier uses of it made. Throws as pflag words it. */
export function parseValue(
  definition: FlagDefinition,
  text: string,
  before: FlagValue | undefined,
): FlagValue {
  switch (definition.type) {
    case 'bool': {
      const truth = truths[text]
      if (truth === undefined)
        throw invalid(definition, text, `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`)
      return truth
    }
    case 'int':
      if (!/^[+-]?\d+$/.test(text)) {
        throw invalid(definition, text, `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
      }
      return Number(text)
    case 'duration':
      try {
        return parseDuration(text)
      } catch (error) {
        throw invalid(definition, text, (error as Error).message)
      }
    case 'string':
      return text
    case 'stringSlice':
      return [...listed(before), ...splitCommas(text)]
    case 'stringArray':
      return [...listed(before), text]
    case 'stringToString': {
      // One pair may have commas in its value.
      const pairs = text.split('=').length <= 2 ? [text] : splitCommas(text)
      const wrong = pairs.find(pair => !pair.includes('='))
      if (wrong !== undefined) throw invalid(definition, text, `${wrong} must be formatted as key=value`)
      return [...listed(before), ...pairs]
    }
  }
}

const listed = (value: FlagValue | undefined): readonly string[] => (Array.isArray(value) ? value : [])

/** A line of CSV: commas inside double quotes do not split. */
function splitCommas(text: string): string[] {
  if (text === '') return []
  return [...text.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, part = '']) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  )
}

function invalid({ name, shorthand }: FlagDefinition, text: string, why: string): Error {
  const spelled = shorthand ? `-${shorthand}, --${name}` : `--${name}`
  return new Error(`invalid argument ${JSON.stringify(text)} for "${spelled}" flag: ${why}`)
}

import { labelValueError } from '../../validation'

/** `app=web,tier=frontend` as a map. Throws on a word without `=`, and on what is no label value. */
export function keyValues(text: string, noun: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean)
  return Object.fromEntries(
    pairs.map(pair => {
      const equals = pair.indexOf('=')
      if (equals < 1) throw new Error(`unexpected ${noun} spec: ${pair}`)
      const value = pair.slice(equals + 1)
      const wrong = noun === 'label' ? labelValueError(value) : undefined
      if (wrong) throw new Error(`invalid label value: ${JSON.stringify(pair)}: ${wrong}`)
      return [pair.slice(0, equals), value]
    }),
  )
}

import { IntlMessageFormat } from 'intl-messageformat'
import { catalogues, sourceLocale } from './catalogue'

/** A sentence in structured form, as the engine, the grader and the mistakes answer it. */
export type Renderable = { id: string; params: Readonly<Record<string, string | number | boolean>> }

/** Thrown in tests for an id that no catalogue has. */
export class UnknownMessage extends Error {
  constructor(id: string) {
    super(`messages/en has no text for "${id}"`)
    this.name = 'UnknownMessage'
  }
}

const compiled = new Map<string, IntlMessageFormat>()

function format(id: string, locale: string): IntlMessageFormat | undefined {
  const key = `${locale}\n${id}`
  const known = compiled.get(key)
  if (known) return known
  const own = catalogues[locale]?.[id]
  const text = own ?? catalogues[sourceLocale]?.[id]
  if (text === undefined) return undefined
  // ignoreTag: texts speak of <placeholders> and are no HTML.
  const made = new IntlMessageFormat(text, own === undefined ? sourceLocale : locale, undefined, {
    ignoreTag: true,
  })
  compiled.set(key, made)
  return made
}

/**
 * The text of a message. A locale without that text speaks English. An id without text throws in tests and is shown
 * as it is elsewhere: a missing sentence must not take the page down.
 */
export function render(message: Renderable, locale: string = sourceLocale): string {
  const found = format(message.id, locale)
  if (found) return String(found.format(message.params as Record<string, string | number | boolean>))
  if (process.env.NODE_ENV === 'test') throw new UnknownMessage(message.id)
  return message.id
}

import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { catalogues } from './catalogue'
import { render, UnknownMessage } from './render'

describe('render', () => {
  it('fills in the params of an id', () => {
    expect(render({ id: 'engine.allowed.self', params: { pod: 'web' } })).toBe(
      'Allowed: web talks to itself, which no policy can stop.',
    )
  })

  it('speaks English where a locale has no text', () => {
    expect(render({ id: 'engine.allowed.self', params: { pod: 'web' } }, 'xx')).toContain('Allowed')
  })

  it('throws for an id without text, so that tests find it', () => {
    expect(() => render({ id: 'nowhere.said', params: {} })).toThrow(UnknownMessage)
  })
})

describe('every text', () => {
  const texts = Object.entries(catalogues).flatMap(([locale, catalogue]) =>
    Object.entries(catalogue).map(([id, text]) => ({ locale, id, text })),
  )

  it.each(texts)('$locale $id is a valid ICU message', ({ locale, text }) => {
    expect(() => new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })).not.toThrow()
  })

  it.each(Object.keys(catalogues))('%s has no id that English lacks', locale => {
    const extra = Object.keys(catalogues[locale]!).filter(id => !(id in catalogues.en!))
    expect(extra).toEqual([])
  })
})

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

  it('counts nothing where there is only one', () => {
    const told = (all: number) => render({ id: 'page.tasks.result.failed', params: { wrong: 1, all } })
    expect(told(1)).toBe('Not yet.')
    expect(told(25)).toBe('Not yet: 1 of 25 checks did not come out as asked.')
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

import { expect, test } from 'vitest'
import { definitions } from '../../api/structure/definitions'
import { descriptions } from '.'

test('describes only what there is', () => {
  const missing = Object.entries(descriptions).flatMap(([name, fields]) => {
    const known = definitions().get(name)?.properties ?? {}
    return Object.keys(fields)
      .filter(field => field !== '' && !(field in known))
      .map(field => `${name}.${field}`)
  })
  expect(missing).toEqual([])
})

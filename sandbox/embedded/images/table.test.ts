import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { repositories } from './table'

it('is what the documentation lists', () => {
  const page = readFileSync(new URL('../../../docs/images.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/`([a-z0-9.-]+(?:\/[a-z0-9./-]+)?)`/g)].map(([, name]) => name!)
  const names = repositories.map(name => name.replace(/^docker\.io\/(library\/)?/, ''))
  expect(names.filter(name => !listed.includes(name))).toEqual([])
})

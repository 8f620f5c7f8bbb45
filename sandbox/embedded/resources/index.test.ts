import { expect, test } from 'vitest'
import { requireStructure } from '../api/structure/structure'
import { registrations, views } from '.'

const all = [...registrations, ...views]

test('every resource has a structure', () => {
  for (const registration of all) expect(requireStructure(registration).node.kind).toBe('struct')
})

test('no two resources are served at one place, or stored at one', () => {
  const served = all.map(({ group, version, name }) => `${group}/${version}/${name}`)
  expect(new Set(served).size).toBe(served.length)
  expect(new Set(registrations.map(({ storage }) => storage)).size).toBe(registrations.length)
})

test('no column fails on an object of which nothing is known', () => {
  for (const registration of all) {
    const bare = requireStructure(registration).read({ metadata: { name: 'a' } }).value
    for (const { name, cell } of registration.columns)
      expect(() => cell(bare, 0), `${registration.kind} ${name}`).not.toThrow()
  }
})

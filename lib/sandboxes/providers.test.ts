import { expect, it } from 'vitest'
import type { SandboxProvider } from '@/sandbox/provider'
import { createProviders } from './providers'

const named = (name: SandboxProvider['name'], more: object = {}) => ({ name, ...more }) as SandboxProvider
const embedded = named('embedded')
const kubernetes = named('kubernetes')

it('finds a provider by its name; what was made with none, or with one that is gone, is of the first', () => {
  const { of } = createProviders([kubernetes, embedded])
  expect([of('embedded'), of('kubernetes'), of(null), of('gone')]).toEqual([
    embedded,
    kubernetes,
    kubernetes,
    kubernetes,
  ])
})

it('offers classes no cluster that is for one learner, unless there is nothing else', () => {
  const own = named('kubernetes', { limit: 1 })
  expect(createProviders([embedded, kubernetes]).forClasses).toEqual(['embedded', 'kubernetes'])
  expect(createProviders([own, embedded]).forClasses).toEqual(['embedded'])
  expect(createProviders([own]).forClasses).toEqual(['kubernetes'])
})

import { describe, expect, it } from 'vitest'
import type { Party } from '../proof/world'
import { createCanaries } from './canary'
import type { Observed } from './connect'

const own = '10.244.0.7'
const from: Party = {
  endpoint: { namespace: 'shop', pod: 'client' },
  identity: { kind: 'pod', namespace: 'shop', dns: false, judged: true },
  label: 'shop/client',
  origin: 'running',
  pod: { status: { podIP: own } },
}

/** Canaries of a pod from which its own address and one that nobody has do as told. */
function canariesWith({ self, nobody }: { self: Observed; nobody: Observed }) {
  const asked: string[] = []
  const ask = createCanaries((_, probe) => {
    const address = probe(100).command[2]!
    asked.push(address)
    return Promise.resolve({ observed: address.startsWith(`${own}:`) ? self : nobody })
  })
  return { ask, asked }
}

describe('what is seen from a pod', () => {
  it.each([
    ['refused', 'dropped', undefined],
    ['connected', 'unreachable', undefined],
    // A network may refuse for whom it does not know.
    ['refused', 'refused', undefined],
    ['dropped', 'dropped', 'silent'],
    ['unobserved', 'unobserved', 'silent'],
    ['refused', 'connected', 'everything-connects'],
  ] as const)('itself %s, nobody %s: %s', async (self, nobody, canary) => {
    expect(await canariesWith({ self, nobody }).ask(from)).toBe(canary)
  })

  it('is asked once, however many connections are tried from there', async () => {
    const { ask, asked } = canariesWith({ self: 'refused', nobody: 'dropped' })
    await Promise.all([ask(from), ask(from)])
    await ask(from)
    expect(asked).toHaveLength(2)
  })
})

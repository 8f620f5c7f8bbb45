import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../create-model'
import { flowsOf, tieredWorld, type World, world } from '../laws/arbitrary'
import { Ledger, sidesOfFlow } from './ledger'
import { writtenPolicy } from './policy'

/** The sides for which the ledger says otherwise than the engine. */
function differences(objects: World, isOpen: (place: number) => boolean): string[] {
  const model = createModel(objects)
  return flowsOf(objects).flatMap((flow, index) => {
    const verdict = model.verdict(flow)
    return (['egress', 'ingress'] as const)
      .filter(side => verdict[side].allowed !== isOpen(2 * index + sidesOfFlow[side]))
      .map(side => `${side} ${JSON.stringify(flow)}`)
  })
}

describe.each([
  ['NetworkPolicies', world],
  ['policies of the admin tiers beside them', tieredWorld],
])('the ledger says what the engine says: %s', (_, worlds) => {
  it('of all policies together', () => {
    fc.assert(
      fc.property(worlds, objects => {
        const ledger = new Ledger(objects, flowsOf(objects))
        const come = objects.networkPolicies.map(writtenPolicy)
        const none = ledger.tally([])
        expect(differences(objects, place => ledger.isOpen(place, { gone: [], come }, none))).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('when one has gone and come back', () => {
    fc.assert(
      fc.property(worlds, objects => {
        const [first, ...others] = objects.networkPolicies
        fc.pre(first !== undefined)
        const ledger = new Ledger(objects, flowsOf(objects))
        const written = objects.networkPolicies.map(writtenPolicy)
        const tally = ledger.tally(written)
        const exchange = { gone: written.slice(0, 1), come: [] }
        const now = ledger.exchanged(exchange, tally)
        const nothing = { gone: [], come: [] }
        const remaining = { ...objects, networkPolicies: others }
        expect(differences(remaining, place => ledger.isOpen(place, exchange, tally))).toEqual([])
        expect(differences(remaining, place => ledger.isOpen(place, nothing, now))).toEqual([])
        expect(differences(objects, place => ledger.isOpen(place, nothing, tally))).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

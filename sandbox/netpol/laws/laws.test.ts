import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../create-model'
import type { Flow } from '../model'
import { flowsOf, policyOf, tieredWorld, type World, world } from './arbitrary'
import { sideAllows } from './reference'

const say = (flow: Flow): string => JSON.stringify(flow)

/** Flows for which `holds` is false. */
function exceptions(flows: readonly Flow[], holds: (flow: Flow) => boolean): string[] {
  return flows.filter(flow => !holds(flow)).map(say)
}

const allowedBy = (objects: World) => {
  const model = createModel(objects)
  return (flow: Flow) => model.verdict(flow).allowed
}

const runs = { numRuns: 150 }

describe('laws of policies', () => {
  it.each([
    ['NetworkPolicies', world],
    ['policies of the admin tiers beside them', tieredWorld],
  ])('agrees with the rules said plainly, on both sides: %s', (_name, worlds) => {
    fc.assert(
      fc.property(worlds, objects => {
        const model = createModel(objects)
        const wrong = exceptions(flowsOf(objects), flow => {
          const verdict = model.verdict(flow)
          return (
            verdict.egress.allowed === sideAllows(objects, flow, 'egress') &&
            verdict.ingress.allowed === sideAllows(objects, flow, 'ingress') &&
            verdict.allowed === (verdict.egress.allowed && verdict.ingress.allowed)
          )
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('a policy without rules opens nothing', () => {
    const withOneMore = world.chain(objects =>
      fc.constantFrom('a', 'b').chain(namespace =>
        policyOf('more', namespace).map(policy => {
          const silent = { ...policy, spec: { ...policy.spec, ingress: [], egress: [] } }
          return { objects, more: { ...objects, networkPolicies: [...objects.networkPolicies, silent] } }
        }),
      ),
    )
    fc.assert(
      fc.property(withOneMore, ({ objects, more }) => {
        const before = createModel(objects)
        const after = createModel(more)
        const opened = exceptions(
          flowsOf(objects),
          flow => before.verdict(flow).allowed || !after.verdict(flow).allowed,
        )
        expect(opened).toEqual([])
      }),
      runs,
    )
  })

  it('a policy closes only sides that none isolated before: the union grows', () => {
    const withOneMore = world.chain(objects =>
      fc
        .constantFrom('a', 'b')
        .chain(namespace => policyOf('more', namespace))
        .map(policy => ({
          objects,
          more: { ...objects, networkPolicies: [...objects.networkPolicies, policy] },
        })),
    )
    fc.assert(
      fc.property(withOneMore, ({ objects, more }) => {
        const before = createModel(objects)
        const after = createModel(more)
        const shrunk = exceptions(flowsOf(objects), flow => {
          const earlier = before.verdict(flow)
          const later = after.verdict(flow)
          return (['egress', 'ingress'] as const).every(
            side => !earlier[side].isolated || !earlier[side].allowed || later[side].allowed,
          )
        })
        expect(shrunk).toEqual([])
      }),
      runs,
    )
  })

  it('the order of policies, rules, peers, ports and pods changes no verdict', () => {
    const reversed = <T>(items: T[] | null | undefined) => items && [...items].reverse()
    const turned = (objects: World): World => ({
      ...objects,
      pods: [...objects.pods].reverse(),
      networkPolicies: objects.networkPolicies.toReversed().map(policy => ({
        ...policy,
        spec: {
          ...policy.spec,
          ingress: reversed(policy.spec?.ingress)?.map(rule => {
            const { from, ports } = rule as Record<string, never[]>
            return { from: reversed(from), ports: reversed(ports) } as object
          }),
          egress: reversed(policy.spec?.egress)?.map(rule => ({
            to: reversed(rule.to),
            ports: reversed(rule.ports),
          })),
        },
      })) as World['networkPolicies'],
    })
    fc.assert(
      fc.property(world, objects => {
        const straight = allowedBy(objects)
        const backwards = allowedBy(turned(objects))
        expect(exceptions(flowsOf(objects), flow => straight(flow) === backwards(flow))).toEqual([])
      }),
      runs,
    )
  })

  it('the order in which flows are asked changes no verdict', () => {
    fc.assert(
      fc.property(world, objects => {
        const forwards = createModel(objects)
        const backwards = createModel(objects)
        const flows = flowsOf(objects)
        const answers = flows.map(flow => forwards.verdict(flow))
        const again = flows.toReversed().map(flow => backwards.verdict(flow))
        expect(again.toReversed()).toEqual(answers)
      }),
      { numRuns: 30 },
    )
  })

  it('names the rule that allows: with that policy alone the side is open too', () => {
    fc.assert(
      fc.property(world, objects => {
        const model = createModel(objects)
        const wrong = exceptions(flowsOf(objects), flow => {
          const verdict = model.verdict(flow)
          return (['egress', 'ingress'] as const).every(side => {
            const { rule, isolated, policies } = verdict[side]
            if (!rule) return true
            const alone = objects.networkPolicies.filter(
              ({ metadata }) => metadata?.name === rule.name && metadata.namespace === rule.namespace,
            )
            const named = policies.some(one => one.name === rule.name && one.namespace === rule.namespace)
            return isolated && named && sideAllows({ ...objects, networkPolicies: alone }, flow, side)
          })
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('without policies everything is open', () => {
    fc.assert(
      fc.property(world, objects => {
        const open = allowedBy({ ...objects, networkPolicies: [] })
        expect(exceptions(flowsOf(objects), open)).toEqual([])
      }),
      runs,
    )
  })

  it('explains every flow, and blames a side that is closed', () => {
    fc.assert(
      fc.property(tieredWorld, objects => {
        const model = createModel(objects)
        const wrong = exceptions(flowsOf(objects), flow => {
          const { verdict, summary, egress, ingress } = model.explain(flow)
          const rules = verdict.ingress.allowed || ingress.misses.every(miss => miss.direction === 'ingress')
          return (
            rules &&
            summary.id.startsWith(verdict.allowed ? 'engine.allowed' : 'engine.blocked') &&
            egress.summary.id.startsWith(verdict.egress.allowed ? 'engine.side' : 'engine.blocked') &&
            ingress.summary.id.startsWith(verdict.ingress.allowed ? 'engine.side' : 'engine.blocked')
          )
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

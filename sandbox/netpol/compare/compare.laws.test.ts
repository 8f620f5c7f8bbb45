import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../create-model'
import { flowsOf, policyOf, type World, world } from '../laws/arbitrary'
import { sideAllows } from '../laws/reference'
import type { Flow, Protocol } from '../model'
import { compare } from './compare'
import type { Difference, Someone } from './difference'

const policies = fc
  .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 })
  .chain(places => fc.tuple(...places.map((namespace, index) => policyOf(`policy-${index}`, namespace))))

/** The same policies but for one field, so that most of the time they differ a little, and often not at all. */
const alike = policies.chain(list =>
  fc
    .record({
      at: fc.nat(list.length - 1),
      other: policyOf('other', 'a'),
      field: fc.constantFrom('podSelector', 'ingress', 'egress', 'policyTypes'),
    })
    .map(({ at, other, field }): [V1NetworkPolicy[], V1NetworkPolicy[]] => [
      list,
      list.map((one, index) =>
        index === at
          ? ({ ...one, spec: { ...one.spec, [field]: other.spec?.[field as 'ingress'] } } as V1NetworkPolicy)
          : one,
      ),
    ]),
)
const pairs = fc.oneof(alike, fc.tuple(policies, policies))

const allows = (objects: World, flow: Flow) =>
  sideAllows(objects, flow, 'egress') && sideAllows(objects, flow, 'ingress')

/** A cluster in which nobody is but those of whom the difference speaks. */
function clusterOf({ from, to }: Difference): World & { ends: [Flow['from'], Flow['to']] } {
  const found: World = { namespaces: [], pods: [], networkPolicies: [] }
  const endOf = (someone: Someone, name: string): Flow['from'] => {
    if ('ip' in someone) return { ip: someone.ip }
    const { namespace, namespaceLabels, labels, namedPorts = [], ips = [] } = someone
    found.namespaces.push({ metadata: { name: namespace, labels: namespaceLabels } })
    found.pods.push({
      metadata: { name, namespace, labels },
      spec: {
        containers: [
          { name: 'main', ports: namedPorts.map(({ port, ...rest }) => ({ ...rest, containerPort: port })) },
        ],
      },
      status: { phase: 'Running', podIPs: ips.map(ip => ({ ip })), podIP: ips[0], hostIP: '192.168.49.2' },
    } as V1Pod)
    return { namespace, pod: name }
  }
  return { ...found, ends: [endOf(from, 'from'), endOf(to, 'to')] }
}

/** A packet is of one IP family: whoever has no address of it neither sends nor gets it. */
function haveAFamily(pods: readonly V1Pod[], { from, to }: Flow): boolean {
  const [sent, got] = [from, to].map(end => {
    const ips =
      'ip' in end
        ? [end.ip]
        : pods
            .find(({ metadata }) => metadata?.name === end.pod && metadata?.namespace === end.namespace)
            ?.status?.podIPs?.map(({ ip }) => ip)
    return new Set(ips?.map(ip => (ip.includes(':') ? 'IPv6' : 'IPv4')))
  })
  return [...sent!].some(family => got!.has(family))
}

const values = [undefined, '', 'x', 'y', 'z', 'w']
/** Pods with all labels of a small vocabulary, in every namespace; each has an address, or it could not talk. */
const crowd: V1Pod[] = ['a', 'b', 'c'].flatMap((namespace, third) =>
  values.flatMap((app, second) =>
    values.map((tier, first) => ({
      metadata: {
        name: `${app}-${tier}`,
        namespace,
        labels: { ...(app !== undefined && { app }), ...(tier !== undefined && { tier }) },
      },
      spec: { containers: [{ name: 'main' }] },
      status: { phase: 'Running', podIP: `10.0.${third}.${10 * second + first}` },
    })),
  ),
)
const ports = [78, 79, 80, 81, 82, 83, 84, 85, 90]

describe('laws of comparing', () => {
  it('a difference is one, said plainly: in a cluster of just those two the verdicts differ', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const difference = compare({ networkPolicies: one }, { networkPolicies: other })
        fc.pre(difference !== undefined)
        const { ends, ...cluster } = clusterOf(difference)
        const { port, protocol, allowed } = difference
        const flow = { from: ends[0], to: ends[1], port, protocol }
        expect(allows({ ...cluster, networkPolicies: one }, flow)).toBe(allowed)
        expect(allows({ ...cluster, networkPolicies: other }, flow)).toBe(!allowed)
      }),
      { numRuns: 40 },
    )
  })

  it('where it finds none, no cluster tells the two apart', () => {
    fc.assert(
      fc.property(fc.tuple(pairs, world), ([[one, other], objects]) => {
        fc.pre(compare({ networkPolicies: one }, { networkPolicies: other }) === undefined)
        const models = [one, other].map(networkPolicies => createModel({ ...objects, networkPolicies }))
        // Who has no address yet cannot talk.
        const talks = objects.pods.filter(({ status }) => status?.podIP)
        const differ = flowsOf({ ...objects, pods: talks })
          .filter(flow => haveAFamily(objects.pods, flow))
          .filter(flow => models[0]!.verdict(flow).allowed !== models[1]!.verdict(flow).allowed)
        expect(differ).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('finds what a crowd of all labels of a small vocabulary finds', () => {
    fc.assert(
      fc.property(fc.tuple(alike, world), ([[one, other], { namespaces }]) => {
        const found = compare({ networkPolicies: one }, { networkPolicies: other })
        const models = [one, other].map(networkPolicies =>
          createModel({ namespaces, pods: crowd, networkPolicies }),
        )
        const differs = crowd.some(from =>
          crowd.some(to =>
            (['TCP', 'UDP', 'SCTP'] as Protocol[]).some(protocol =>
              ports.some(port => {
                const end = ({ metadata }: V1Pod) => ({
                  namespace: metadata!.namespace!,
                  pod: metadata!.name!,
                })
                const flow = { from: end(from), to: end(to), port, protocol }
                return from !== to && models[0]!.verdict(flow).allowed !== models[1]!.verdict(flow).allowed
              }),
            ),
          ),
        )
        if (differs) expect(found).toBeDefined()
      }),
      { numRuns: 15 },
    )
  })

  it('a set of policies never differs from itself, whatever their names and order', () => {
    fc.assert(
      fc.property(policies, list => {
        const renamed = list
          .toReversed()
          .map((one, index) => ({ ...one, metadata: { ...one.metadata, name: `n${index}` } }))
        expect(compare({ networkPolicies: list }, { networkPolicies: renamed })).toBeUndefined()
      }),
      { numRuns: 15 },
    )
  })
})

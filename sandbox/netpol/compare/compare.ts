import { portRepresentatives } from '../classes/port-classes'
import { compilePolicies, rulesOf } from '../compile/policies'
import { familiesOf } from '../judge/party'
import type { MatrixPort } from '../model'
import { type Difference, type PolicySet, someone } from './difference'
import { Sides } from './sides'
import { type Possible, universe } from './universe'

/**
 * Do two sets of policies let the same flows through in every cluster: whatever pods, labels, namespaces, named ports
 * and addresses there are? Answers the smallest flow that they judge differently, or nothing. Nodes and pods on the
 * host network, whom no selector sees, are addresses.
 */
export function compare(one: PolicySet, other: PolicySet): Difference | undefined {
  const sets = [one, other].map(set => compilePolicies({ namespaces: [], pods: [], ...set }))
  const specs = sets.flatMap(policies => [...rulesOf(policies)].flatMap(({ ports }) => ports))
  const ports = portRepresentatives(specs)
  const ends = universe(sets, ports)
  const [first, second] = sets.map(policies => new Sides(policies, ends, ports)) as [Sides, Sides]
  const different = distinct(ends, index => `${first.signature(index)} ${second.signature(index)}`)
  return smallest(ends, different, (from, to) => {
    const isOpen = [first, second].every(
      sides => !sides.isIsolated(from, 'egress') && !sides.isIsolated(to, 'ingress'),
    )
    if (isOpen || !canMeet(ends[from]!, ends[to]!)) return undefined
    const port = ports.find(one => first.allows(from, to, one) !== second.allows(from, to, one))
    return port && differenceOf(ends[from]!, ends[to]!, port, first.allows(from, to, port))
  })
}

/** So that hostile policies do not make the comparison long: of more, the simplest stand. */
const mostEnds = 800

/** Of those who are the same to all policies the simplest, where a named namespace is one of its kind. */
function distinct(ends: readonly Possible[], signature: (index: number) => string): number[] {
  const found = new Map<string, number>()
  for (const [index, { place, pod, addresses }] of ends.entries()) {
    const names = [...(pod?.namedPorts ?? [])].flat(2).join()
    const key = [place?.id, names, familiesOf(addresses.map(one => one.address)), signature(index)].join('|')
    if (!found.has(key)) found.set(key, index)
  }
  return [...found.values()].slice(0, mostEnds)
}

/** The first difference of the least cost; ends come by cost. */
function smallest(
  ends: readonly Possible[],
  indexes: readonly number[],
  differ: (from: number, to: number) => Difference | undefined,
): Difference | undefined {
  let found: Difference | undefined
  let least = Number.POSITIVE_INFINITY
  for (const from of indexes)
    for (const to of indexes) {
      const cost = ends[from]!.cost + ends[to]!.cost
      if (cost >= least) break
      const difference = differ(from, to)
      if (!difference) continue
      found = difference
      least = cost
    }
  return found
}

const differenceOf = (from: Possible, to: Possible, port: MatrixPort, allowed: boolean): Difference => ({
  from: someone(from, 'address'),
  to: someone(to, 'second'),
  ...port,
  allowed,
})

/**
 * Policies are about pods; a cluster has one namespace of a name, and one owner of an address; who shares no address
 * family cannot talk.
 */
function canMeet(from: Possible, to: Possible): boolean {
  if (!from.pod && !to.pod) return false
  if (from.place && from.place.name === to.place?.name && from.place !== to.place) return false
  if (from.addresses.some(one => !one.second && to.addresses.includes(one))) return false
  return (families(from) & families(to)) !== 0
}

const families = ({ addresses }: Possible): number => familiesOf(addresses.map(({ address }) => address))

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
  const isOpen = (from: number, to: number) =>
    [first, second].every(sides => !sides.isIsolated(from, 'egress') && !sides.isIsolated(to, 'ingress'))

  let found: Difference | undefined
  let least = Number.POSITIVE_INFINITY
  for (let from = 0; from < ends.length; from++) {
    if (ends[from]!.cost >= least) break
    for (let to = 0; to < ends.length; to++) {
      const cost = ends[from]!.cost + ends[to]!.cost
      if (cost >= least) break
      if (!canMeet(ends[from]!, ends[to]!) || isOpen(from, to)) continue
      const port = ports.find(port => first.allows(from, to, port) !== second.allows(from, to, port))
      if (!port) continue
      found = differenceOf(ends[from]!, ends[to]!, port, first.allows(from, to, port))
      least = cost
    }
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

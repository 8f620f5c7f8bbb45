import { type AddressClass, addressClasses } from '../classes/address-classes'
import { labelClasses } from '../classes/label-classes'
import { namespaceSelectorsOf, podSelectorsIn } from '../classes/policy-selectors'
import type { Pod } from '../compile/pods'
import { distinctionsOf, type Policies } from '../compile/policies'
import { type NamedPorts, noNamedPorts } from '../compile/ports'
import { type Labels, labelsOf } from '../compile/selectors'
import type { MatrixPort } from '../model'

/** The label that the API server gives every namespace. */
const nameLabel = 'kubernetes.io/metadata.name'
/** So that hostile policies do not make the comparison long: of more, the simplest stand. */
const mostOfANamespace = 256

/** Someone who could be there, and how much there is to say of them. */
export type Possible = {
  /** Undefined for an address outside the cluster. */
  pod?: Pod
  place?: Place
  /** At most one of each family. */
  addresses: readonly AddressClass[]
  cost: number
}

/** A namespace as it could be. One cluster has only one of each name. */
export type Place = {
  /** Tells it from others, where there can be one of it only; empty if there may be many. */
  id: string
  name: string
  labels: Labels
  shown: Readonly<Record<string, string>>
}

const both = <T>(sets: readonly Policies[], of: (policies: Policies) => readonly T[]): T[] =>
  sets.flatMap(policies => of(policies))

/** Names that no policy asks for: there may be as many of those namespaces as one likes. */
function* unusedNames(taken: ReadonlySet<string>): Generator<string, never> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'elsewhere' : `elsewhere-${number}`
    if (!taken.has(name)) yield name
  }
}

/** The namespaces that policies can tell apart: those that have policies or are asked for by name, and others. */
function places(sets: readonly Policies[]): Place[] {
  const selectors = both(sets, namespaceSelectorsOf)
  const named = selectors.flatMap(({ requirements }) =>
    requirements.filter(({ key }) => key === nameLabel).flatMap(({ values }) => values),
  )
  const names = new Set([...both(sets, ({ byNamespace }) => [...byNamespace.keys()]), ...named])
  const unused = unusedNames(names)
  const classesOf = (name: string) => labelClasses(selectors, { fixed: { [nameLabel]: name } })
  const place = (name: string, { [nameLabel]: _, ...shown }: Place['shown'], id = ''): Place => ({
    id,
    name,
    labels: labelsOf({ ...shown, [nameLabel]: name }),
    shown,
  })
  return [
    ...[...names]
      .filter(name => name !== '')
      .flatMap(name => classesOf(name).map(({ labels }, index) => place(name, labels, `${name} ${index}`))),
    ...classesOf('').map(({ labels }) => place(unused.next().value, labels)),
  ]
}

/** None, and every set of the names that policies speak of, for one port. */
function* namings(sets: readonly Policies[], ports: readonly MatrixPort[]): Iterable<NamedPorts> {
  yield noNamedPorts
  const names = [...new Set(both(sets, policies => [...distinctionsOf(policies).portNames]))]
  for (const { port, protocol } of ports) {
    const spoken = names.filter(name => name.endsWith(`/${protocol}`))
    const subsets: string[][] = [[]]
    for (const name of spoken) subsets.push(...subsets.map(one => [...one, name]))
    for (const subset of subsets) if (subset.length > 0) yield new Map(subset.map(name => [name, [port]]))
  }
}

/** No address matters without blocks; with blocks of both families a pod may have one of each. */
function podAddresses(classes: readonly AddressClass[]): AddressClass[][] {
  const isTold = ({ inside }: AddressClass) => inside.includes('1')
  if (!classes.some(isTold)) return [[]]
  const [four, six] = [4, 6].map(family => classes.filter(({ address }) => address.family === family))
  const single = classes.map(one => [one])
  if (!four?.some(isTold) || !six?.some(isTold)) return single
  return [...single, ...four.flatMap(one => six.map(other => [one, other]))]
}

/** Everybody whom two sets of policies can tell apart, in every cluster, the simplest first. */
export function universe(sets: readonly Policies[], ports: readonly MatrixPort[]): Possible[] {
  const addresses = addressClasses(both(sets, ({ blocks }) => blocks))
  const naming = [...namings(sets, ports)]
  const pods = places(sets).flatMap(place => {
    const selectors = both(sets, policies => podSelectorsIn(policies, place))
    const some = labelClasses(selectors).flatMap(({ labels }) =>
      naming.flatMap(namedPorts =>
        podAddresses(addresses).map(has => possiblePod(place, labels, namedPorts, has)),
      ),
    )
    return some.sort((one, other) => one.cost - other.cost).slice(0, mostOfANamespace)
  })
  const outside = addresses.map((address): Possible => ({ addresses: [address], cost: 1 }))
  return [...pods, ...outside].sort((one, other) => one.cost - other.cost)
}

function possiblePod(
  place: Place,
  labels: Readonly<Record<string, string>>,
  namedPorts: NamedPorts,
  addresses: readonly AddressClass[],
): Possible {
  const told = Object.keys(labels).length + Object.keys(place.shown).length + namedPorts.size
  return {
    place,
    addresses,
    cost: told + (addresses.length > 1 ? 1 : 0),
    pod: {
      namespace: place.name,
      name: '',
      kind: 'pod',
      labels: labelsOf(labels),
      namespaceLabels: place.labels,
      namedPorts,
      addresses: addresses.map(({ address }) => address),
      nodeName: undefined,
      nodeAddresses: [],
    },
  }
}

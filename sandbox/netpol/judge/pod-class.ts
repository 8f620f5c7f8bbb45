import { blockContains } from '../compile/blocks'
import type { Pod } from '../compile/pods'
import { distinctionsOf, type Policies } from '../compile/policies'
import { type NamedPorts, noNamedPorts } from '../compile/ports'
import type { Direction } from '../model'
import { Isolation } from './isolation'
import { familiesOf, type Party, type PartyPod } from './party'

/** The pods that no policy tells apart. They share every answer. */
export type PodClass = Party & {
  /** Numbers the classes of a model. */
  readonly index: number
  readonly pod: PartyPod
  /** Made when first asked for. */
  readonly ingress: Isolation
  readonly egress: Isolation
}

function keep<T>(map: ReadonlyMap<string, T>, keys: ReadonlySet<string>): [string, T][] {
  return [...map].filter(([key]) => keys.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Puts pods into classes, and finds the isolations that classes share. */
export class PodClasses {
  private readonly byKey = new Map<string, PodClass>()
  private readonly isolations = new Map<string, Isolation>()
  private readonly distinctions

  constructor(private readonly policies: Policies) {
    this.distinctions = distinctionsOf(policies)
  }

  /** Every pod has to be put into its class before a class is asked for its isolation. */
  of(pod: Pod): PodClass {
    const { labelKeys, portNames } = this.distinctions
    const labels = keep(pod.labels, labelKeys)
    const namedPorts = keep(pod.namedPorts, portNames)
    const families = familiesOf(pod.addresses)
    const blocks = this.policies.blocks.map(block =>
      pod.addresses.some(address => blockContains(block, address)) ? '1' : '0',
    )
    // Only ipBlocks look at addresses.
    const seen = blocks.length > 0 ? [families, blocks.join('')] : []
    const key = JSON.stringify([pod.namespace, labels, namedPorts, ...seen])
    const known = this.byKey.get(key)
    if (known) return known
    const made = new LazyPodClass(
      this.byKey.size,
      { ...pod, namedPorts: new Map(namedPorts) },
      families,
      this,
    )
    this.byKey.set(key, made)
    return made
  }

  isolation(direction: Direction, pod: PartyPod, families: number): Isolation {
    const inNamespace = this.policies.byNamespace.get(pod.namespace) ?? []
    const selecting = inNamespace.filter(
      policy => policy.rules[direction] && policy.selector.matches(pod.labels),
    )
    const namedPorts = direction === 'ingress' ? pod.namedPorts : noNamedPorts
    const key = JSON.stringify([
      direction,
      pod.namespace,
      selecting.map(policy => inNamespace.indexOf(policy)),
      [...namedPorts],
      families,
    ])
    const known = this.isolations.get(key)
    if (known) return known
    const classes = this.byKey.size
    const made = new Isolation({ direction, policies: selecting, namedPorts, families, classes })
    this.isolations.set(key, made)
    return made
  }
}

class LazyPodClass implements PodClass {
  readonly addresses
  private ownIngress: Isolation | undefined
  private ownEgress: Isolation | undefined

  constructor(
    readonly index: number,
    readonly pod: PartyPod & { addresses: Party['addresses']; namedPorts: NamedPorts },
    readonly families: number,
    private readonly classes: PodClasses,
  ) {
    this.addresses = pod.addresses
  }

  get ingress(): Isolation {
    this.ownIngress ??= this.classes.isolation('ingress', this.pod, this.families)
    return this.ownIngress
  }

  get egress(): Isolation {
    this.ownEgress ??= this.classes.isolation('egress', this.pod, this.families)
    return this.ownEgress
  }
}

import { blockContains } from '../compile/blocks'
import type { Policy } from '../compile/network-policies'
import type { Pod } from '../compile/pods'
import { type Distinctions, distinctionsOf, type Policies } from '../compile/policies'
import { type NamedPorts, noNamedPorts } from '../compile/ports'
import type { Labels } from '../compile/selectors'
import type { Direction } from '../model'
import { type ClusterPolicy, isAbout } from '../tiers/compile'
import { Isolation } from './isolation'
import { familiesOf, type Party, type PartyPod } from './party'

/** The isolations of one direction, and how they are numbered. */
type Isolations = { list: Isolation[]; byContent: Map<string, number> }

/** The pods that no policy tells apart. They share every answer. */
export type PodClass = Party & {
  pod: PartyPod
  /** Numbers the classes of a model. */
  index: number
  /** Numbers the isolation of each direction: several classes may share one. */
  isolations: Readonly<Record<Direction, number>>
}

function keep<T>(map: ReadonlyMap<string, T>, keys: ReadonlySet<string>): [string, T][] {
  const kept = [...map].filter(([key]) => keys.has(key))
  return kept.length > 1 ? kept.sort(([a], [b]) => (a < b ? -1 : 1)) : kept
}

/** Puts pods into classes. */
export class PodClasses {
  readonly all: PodClass[] = []
  private readonly byContent = new Map<string, PodClass>()
  private readonly isolations: Record<Direction, Isolations> = {
    ingress: { list: [], byContent: new Map() },
    egress: { list: [], byContent: new Map() },
  }
  private readonly distinctions: Distinctions
  private readonly numbers = new Map<Policy | ClusterPolicy, number>()
  private readonly places = new Map<Labels, number>()

  constructor(private readonly policies: Policies) {
    this.distinctions = distinctionsOf(policies)
  }

  /** By their number. */
  isolationsOf(direction: Direction): readonly Isolation[] {
    return this.isolations[direction].list
  }

  of(pod: Pod): PodClass {
    const labels = keep(pod.labels, this.distinctions.labelKeys)
    const ports = keep(pod.namedPorts, this.distinctions.portNames)
    const families = familiesOf(pod.addresses)
    const { namespace, namespaceLabels } = pod
    const place = [namespace, this.placeOf(namespaceLabels)]
    const content = JSON.stringify([place, labels, ports, this.whereabouts(pod, families)])
    const known = this.byContent.get(content)
    if (known) return known
    const namedPorts: NamedPorts = ports.length > 0 ? new Map(ports) : noNamedPorts
    const made: PodClass = {
      pod: { namespace, namespaceLabels, labels: pod.labels, namedPorts },
      addresses: pod.addresses,
      families,
      index: this.all.length,
      isolations: {
        ingress: this.isolation('ingress', pod, families, namedPorts),
        egress: this.isolation('egress', pod, families, noNamedPorts),
      },
    }
    this.byContent.set(content, made)
    this.all.push(made)
    return made
  }

  /** Who compares clusters knows one namespace with several labels. */
  private placeOf(namespaceLabels: Labels): number {
    const known = this.places.get(namespaceLabels)
    if (known !== undefined) return known
    this.places.set(namespaceLabels, this.places.size)
    return this.places.size - 1
  }

  /** What ipBlocks, who alone look at addresses, see of a pod. */
  private whereabouts({ addresses }: Pod, families: number): string {
    const { blocks } = this.policies
    if (blocks.length === 0) return ''
    const inside = blocks.map(block => (addresses.some(address => blockContains(block, address)) ? '1' : '0'))
    return `${families} ${inside.join('')}`
  }

  private numberOf(policy: Policy | ClusterPolicy): number {
    const known = this.numbers.get(policy)
    if (known !== undefined) return known
    const { size } = this.numbers
    this.numbers.set(policy, size)
    return size
  }

  private isolation(direction: Direction, pod: Pod, families: number, namedPorts: NamedPorts): number {
    const { list, byContent } = this.isolations[direction]
    const selectsPod = (policy: Policy) =>
      policy.rules[direction] !== undefined && policy.selector.matches(pod.labels)
    const isAboutPod = (policy: ClusterPolicy) =>
      policy.rules[direction].length > 0 && isAbout(policy, pod.namespaceLabels, pod.labels)
    const own = (this.policies.byNamespace.get(pod.namespace) ?? []).filter(selectsPod)
    const admin = this.policies.admin.filter(isAboutPod)
    const baseline = this.policies.baseline.filter(isAboutPod)
    const selecting = [...own, ...admin, ...baseline].map(policy => this.numberOf(policy))
    // Which addresses of the other end count depends on the families of the own.
    const meeting = this.policies.blocks.length > 0 ? families : 0
    const content =
      selecting.length === 0 ? '' : JSON.stringify([pod.namespace, selecting, meeting, [...namedPorts]])
    const known = byContent.get(content)
    if (known !== undefined) return known
    byContent.set(content, list.length)
    list.push(new Isolation(direction, { own, admin, baseline }, namedPorts))
    return list.length - 1
  }
}

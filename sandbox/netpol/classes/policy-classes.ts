import type { V1IPBlock, V1LabelSelector, V1Namespace, V1Pod } from '@kubernetes/client-node'
import { type Address, parseAddress } from '../compile/addresses'
import { Blocks } from '../compile/blocks'
import { compilePod, NamespaceLabels } from '../compile/pods'
import { compilePolicies, distinctionsOf, type Policies, rulesOf } from '../compile/policies'
import { compileSelector, type Selector } from '../compile/selectors'
import { familiesOf, type Party } from '../judge/party'
import { PodClasses } from '../judge/pod-class'
import type { MatrixPort, ModelObjects } from '../model'
import { addressClasses, isUnicast, textOf } from './address-classes'
import { type LabelClassOptions, labelClasses } from './label-classes'
import { namespaceSelectorsOf, podSelectorsIn } from './policy-selectors'
import { portRepresentatives } from './port-classes'
import { Peers } from './signature'

type LabelMap = Readonly<Record<string, string>>

const nameLabel = 'kubernetes.io/metadata.name'

/** Everybody and everything that some sets of policies tell apart: one of each class stands for all. */
export class PolicyClasses {
  private readonly sets: readonly Policies[]

  constructor(sets: readonly Omit<ModelObjects, 'namespaces' | 'pods'>[]) {
    this.sets = sets.map(set => compilePolicies({ namespaces: [], pods: [], ...set }))
  }

  /** Names that the policies ask namespaces for. */
  get namespaceNames(): string[] {
    const asked = this.sets.flatMap(namespaceSelectorsOf).flatMap(({ requirements }) => requirements)
    return [...new Set(asked.filter(({ key }) => key === nameLabel).flatMap(({ values }) => values))]
  }

  /** `name/protocol` of the named ports that the policies speak of. */
  get portNames(): string[] {
    return [...new Set(this.sets.flatMap(policies => [...distinctionsOf(policies).portNames]))]
  }

  /** Labels of namespaces that the policies tell apart. */
  namespaceLabels(options: LabelClassOptions): LabelMap[] {
    return labelClasses(this.sets.flatMap(namespaceSelectorsOf), options).map(({ labels }) => labels)
  }

  /** Labels of pods in a namespace that the policies or some more selectors tell apart. */
  podLabels({ metadata }: V1Namespace, more: readonly V1LabelSelector[]): LabelMap[] {
    const name = metadata?.name ?? ''
    const place = { name, labels: new NamespaceLabels([{ metadata }]).of(name) }
    const selectors: Selector[] = [
      ...this.sets.flatMap(policies => podSelectorsIn(policies, place)),
      ...more.map(compileSelector),
    ]
    return labelClasses(selectors).map(({ labels }) => labels)
  }

  /** Ports that the policies, or who asks for some, tell apart. */
  ports(asked: readonly MatrixPort[]): MatrixPort[] {
    const specs = this.sets.flatMap(policies => [...rulesOf(policies)].flatMap(({ ports }) => ports))
    return portRepresentatives(specs, asked)
  }

  /** Addresses that the policies, or some more blocks, tell apart. */
  addresses(more: readonly V1IPBlock[], usable: (ip: string) => boolean): string[] {
    const others = new Blocks()
    for (const block of more) others.of(block)
    const blocks = [...this.sets.flatMap(policies => policies.blocks), ...others.all]
    const isUsable = (address: Address) =>
      address.family === 4 && isUnicast(address) && usable(textOf(address))
    return addressClasses(blocks, isUsable).map(({ address }) => textOf(address))
  }
}

/** Tells apart whoever one set of policies tells apart: who has the same signature is the same to all its rules. */
export class Signatures {
  private readonly classes: PodClasses
  private readonly peers: Peers
  private readonly namespaces: NamespaceLabels

  constructor(objects: Omit<ModelObjects, 'pods'>) {
    const policies = compilePolicies({ pods: [], ...objects })
    this.classes = new PodClasses(policies)
    this.peers = new Peers(policies)
    this.namespaces = new NamespaceLabels(objects.namespaces)
  }

  ofPod(pod: V1Pod): string {
    const { isolations, ...party } = this.classes.of(compilePod(pod, this.namespaces))
    const ports = [...party.pod.namedPorts].flat(2).join()
    return `${isolations.ingress} ${isolations.egress} ${ports} ${this.peers.signature(party)}`
  }

  ofAddress(ip: string): string {
    const address = parseAddress(ip)
    if (!address) return ip
    const party: Party = { pod: undefined, addresses: [address], families: familiesOf([address]) }
    return `outside ${address.family} ${this.peers.signature(party)}`
  }
}

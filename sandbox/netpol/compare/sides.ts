import { Peers } from '../classes/signature'
import type { Policies } from '../compile/policies'
import { Answers } from '../judge/answers'
import type { Isolation } from '../judge/isolation'
import { anyFamily, familiesOf, type Party } from '../judge/party'
import { type PodClass, PodClasses } from '../judge/pod-class'
import { PortClasses } from '../judge/port-classes'
import type { Direction, MatrixPort } from '../model'
import type { Possible } from './universe'

/** What one set of policies says about flows of a universe, asked by the places of its ends. */
export class Sides {
  private readonly classes: readonly (PodClass | undefined)[]
  private readonly parties: readonly Party[]
  private readonly isolations: Readonly<Record<Direction, readonly Isolation[]>>
  private readonly answers: Answers
  private readonly peers: Peers

  constructor(policies: Policies, ends: readonly Possible[], ports: readonly MatrixPort[]) {
    const podClasses = new PodClasses(policies)
    this.classes = ends.map(({ pod }) => pod && podClasses.of(pod))
    this.parties = ends.map((end, index) => this.classes[index] ?? outsider(end))
    this.isolations = {
      ingress: podClasses.isolationsOf('ingress'),
      egress: podClasses.isolationsOf('egress'),
    }
    this.peers = new Peers(policies)
    // Each port stands for a class of its own.
    const ranges = ports.map(({ port, protocol }) => ({ protocol, first: port, last: port }))
    this.answers = new Answers(podClasses, new PortClasses(ranges))
  }

  /** Whoever has the same is the same to these policies. */
  signature(end: number): string {
    const { ingress, egress } = this.classes[end]?.isolations ?? { ingress: '', egress: '' }
    return `${ingress} ${egress} ${this.peers.signature(this.parties[end]!)}`
  }

  /** Does any policy speak about this end? */
  isIsolated(end: number, direction: Direction): boolean {
    const own = this.classes[end]
    return own !== undefined && this.isolations[direction][own.isolations[direction]]!.speaks
  }

  allows(from: number, to: number, { protocol, port }: MatrixPort): boolean {
    return this.side('egress', from, to, protocol, port) && this.side('ingress', to, from, protocol, port)
  }

  private side(
    direction: Direction,
    own: number,
    other: number,
    protocol: MatrixPort['protocol'],
    port: number,
  ): boolean {
    const ownClass = this.classes[own]
    if (!ownClass) return true
    const otherClass = this.classes[other]
    const answers = this.answers.for(protocol, port)
    const row = ownClass.isolations[direction]
    if (otherClass) return answers[direction].side(row, ownClass, otherClass).allowed
    return this.isolations[direction][row]!.judge(this.parties[other]!, anyFamily, answers.asked).allowed
  }
}

function outsider({ addresses: classes }: Possible): Party {
  const addresses = classes.map(({ address }) => address)
  return { pod: undefined, addresses, families: familiesOf(addresses) }
}

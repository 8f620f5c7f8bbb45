import type { V1IPBlock, V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { createModel } from '../create-model'
import type { Direction, Flow, MatrixPort, Model, ModelObjects, Verdict } from '../model'
import { type Exchange, Ledger, sidesOfFlow, type Tally } from './ledger'
import { textOf, type WrittenPolicy, writtenPolicy } from './policy'

/** A flow and whether it was meant to be open; `side`: that side of it alone. */
export type ExpectedFlow = { flow: Flow; expected: boolean; side?: Direction }

export type Situation = {
  /** What is in the cluster. */
  objects: ModelObjects
  /** Who could come, so that expected flows can speak of them. */
  possible?: { pods: readonly V1Pod[]; namespaces?: readonly V1Namespace[] }
  /**
   * What was meant, as far as it is known. Without it only those mistakes are found that are mistakes whatever was
   * meant; with it, those whose mending brings some flow nearer to what was meant, and takes none away from it.
   */
  expected?: readonly ExpectedFlow[]
  /** The policies that were there before the learner began. */
  before?: readonly V1NetworkPolicy[]
  /** The pods that were there before the learner began. */
  podsBefore?: readonly V1Pod[]
  /** Addresses that were meant, as blocks. */
  blocks?: readonly V1IPBlock[]
}

/** A flow that is not as it was meant to be. */
export type WrongFlow = ExpectedFlow & { verdict: Verdict }

/** What a mistake is recognised from. */
export type Context = {
  policies: readonly WrittenPolicy[]
  /** Of the policies that were there before, those that are gone or changed. */
  lost: readonly WrittenPolicy[]
  /** Was it there before, just so? Then it is not the learner's. */
  isOld(policy: WrittenPolicy): boolean
  /** In the cluster; possible ones are only in models. */
  pods: readonly V1Pod[]
  /** Before the learner began; undefined if that is not known. */
  podsBefore: readonly V1Pod[] | undefined
  namespaces: readonly V1Namespace[]
  services: readonly V1Service[]
  /** Flows that are not as they were meant to be. */
  wrong: readonly WrongFlow[]
  /** The flows that were meant to be open. */
  meant: readonly Flow[]
  /** The ports of these. */
  meantPorts: readonly MatrixPort[]
  /** The blocks of addresses among their ends. */
  meantBlocks: readonly V1IPBlock[]
  model: Model
}

export type Objects = { policies: readonly WrittenPolicy[]; namespaces: readonly V1Namespace[] }

const portsOf = (flows: readonly Flow[]): MatrixPort[] => [
  ...new Map(flows.map(({ port, protocol }) => [`${port}/${protocol}`, { port, protocol }])).values(),
]

const ended: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed'])

/** Judges what is meant over everybody who runs or could come. */
export class Trial {
  private readonly expected: readonly ExpectedFlow[]
  private readonly namespaces: readonly V1Namespace[]
  private readonly policies: readonly WrittenPolicy[]
  private readonly ledger: Ledger
  private readonly tally: Tally
  private readonly faults: Faults
  private known: Context | undefined

  /** `before`: a trial of the same flows; what it knows of the policies holds. */
  constructor(
    private readonly situation: Situation,
    { objects, before }: { objects?: Objects; before?: Trial } = {},
  ) {
    this.expected = situation.expected ?? []
    this.policies = objects?.policies ?? situation.objects.networkPolicies.map(writtenPolicy)
    this.namespaces = objects?.namespaces ?? [
      ...situation.objects.namespaces,
      ...(situation.possible?.namespaces ?? []),
    ]
    const { ledger, exchange, tally } = before?.standing(this.objects) ?? this.anew(this.namespaces)
    this.ledger = ledger
    this.tally = exchange ? ledger.exchanged(exchange, tally) : ledger.tally(this.policies)
    const now = this.faultUnder({ ledger, tally: this.tally, exchange: nothing })
    this.faults = new Faults(this.expected.map((_, index) => now(index)))
  }

  /** What changes are made to; the namespaces of those who could come are among them. */
  get objects(): Objects {
    return { policies: this.policies, namespaces: this.namespaces }
  }

  /** How many faults there are: a flow that has to be open has one for each closed side. */
  get wrong(): number {
    return this.faults.wrong.reduce((sum, index) => sum + faultsIn(this.faults.at(index)), 0)
  }

  get context(): Context {
    this.known ??= this.about(this.policies)
    return this.known
  }

  /** What mistakes in some of the policies are recognised from. */
  about(policies: readonly WrittenPolicy[]): Context {
    const { objects, before = [], podsBefore } = this.situation
    const { expected } = this
    const old = new Set(before.map(policy => textOf(writtenPolicy(policy))))
    const now = new Set(this.policies.map(textOf))
    const model = once(() => this.modelOf())
    const meant = expected.filter(one => one.expected).map(({ flow }) => flow)
    return {
      policies,
      lost: before.map(writtenPolicy).filter(policy => !now.has(textOf(policy))),
      isOld: policy => old.has(textOf(policy)),
      pods: objects.pods.filter(pod => !pod.spec?.hostNetwork && !ended.has(pod.status?.phase)),
      podsBefore,
      namespaces: this.namespaces.slice(0, objects.namespaces.length),
      services: objects.services ?? [],
      wrong: this.faults.wrong.map(index => {
        const { flow, expected: isMeantOpen } = expected[index]!
        const verdict = once(() => model().verdict(flow))
        return {
          flow,
          expected: isMeantOpen,
          get verdict() {
            return verdict()
          },
        }
      }),
      meant,
      meantPorts: portsOf(meant),
      meantBlocks: this.situation.blocks ?? [],
      // Compiled only where somebody asks.
      get model() {
        return model()
      },
    }
  }

  private get pods(): V1Pod[] {
    const { objects, possible } = this.situation
    return [...objects.pods, ...(possible?.pods ?? [])]
  }

  private modelOf(): Model {
    const networkPolicies = this.policies as V1NetworkPolicy[]
    return createModel({
      ...this.situation.objects,
      namespaces: [...this.namespaces],
      pods: this.pods,
      networkPolicies,
    })
  }

  private anew(namespaces: readonly V1Namespace[]): Standing {
    const objects = { ...this.situation.objects, namespaces: [...namespaces], pods: this.pods }
    const ledger = new Ledger(
      objects,
      this.expected.map(({ flow }) => flow),
    )
    return { ledger, tally: ledger.tally([]) }
  }

  /** What is known of a state of the objects that comes after this one. */
  private standing({ policies, namespaces }: Objects): Standing {
    if (namespaces !== this.namespaces) return this.anew(namespaces)
    const gone = this.policies.filter(policy => !policies.includes(policy))
    const come = policies.filter(policy => !this.policies.includes(policy))
    return { ledger: this.ledger, tally: this.tally, exchange: { gone, come } }
  }

  private faultUnder({ ledger, tally, exchange = nothing }: Standing): (index: number) => Fault {
    return index => {
      const { expected, side } = this.expected[index]!
      const isOpen = (one: Direction) =>
        (side !== undefined && side !== one) || ledger.isOpen(2 * index + sidesOfFlow[one], exchange, tally)
      const [egress, ingress] = [isOpen('egress'), isOpen('ingress')]
      if (!expected) return egress && ingress ? wronglyOpen : 0
      return (egress ? 0 : egressClosed) | (ingress ? 0 : ingressClosed)
    }
  }

  /** The situation after a change: what then is wrong still may be another mistake. */
  changed(change: (objects: Objects) => Objects): Trial {
    return new Trial(this.situation, { objects: change(this.objects), before: this })
  }

  /** Judges what would be after a change. */
  after(change: (objects: Objects) => Objects): Outcome {
    const objects = change(this.objects)
    const standing = this.standing(objects)
    const exchange = standing.exchange ?? { gone: [], come: objects.policies }
    return new Outcome(this.faults, this.faultUnder({ ...standing, exchange }))
  }
}

/** What is known of the policies, and what came after that; without an exchange, nothing is known of them yet. */
type Standing = { ledger: Ledger; tally: Tally; exchange?: Exchange }
const nothing: Exchange = { gone: [], come: [] }

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** A fault that is gone: something that was closed or open, and should not have been. */
export type MendedFault = { name: string; was: 'closed' | 'open' }

/** What a change brings about; asked flow by flow, and no further than somebody wants to know. */
export class Outcome {
  private known: { mended?: readonly MendedFault[]; harms?: boolean; wrong?: number } = {}

  constructor(
    private readonly before: Faults,
    private readonly now: (index: number) => Fault,
  ) {}

  /** A flow that has to be open has a fault for each closed side: mending one end of two is progress. */
  get mended(): readonly MendedFault[] {
    this.known.mended ??= this.findMended()
    return this.known.mended
  }

  private findMended(): MendedFault[] {
    return this.before.wrong.flatMap(index => {
      const gone = this.before.at(index) & ~this.now(index)
      return faults
        .filter(fault => gone & fault)
        .map(fault => ({ name: `${index} ${fault}`, was: fault === wronglyOpen ? 'open' : 'closed' }))
    })
  }

  /** Is there a fault that was not there before? */
  get harms(): boolean {
    this.known.harms ??= this.before.all.some((before, index) => (this.now(index) & ~before) !== 0)
    return this.known.harms
  }

  /** Is everything as it was meant to be? */
  get isWhole(): boolean {
    return this.before.wrong.every(index => this.now(index) === 0) && !this.harms
  }

  /** How many faults there are then. */
  get wrong(): number {
    this.known.wrong ??= this.before.all.reduce((sum, _, index) => sum + faultsIn(this.now(index)), 0)
    return this.known.wrong
  }
}

/** By flow: the sides that are closed although it has to be open; or that it is open although it must not be. */
type Fault = number
const wronglyOpen = 1
const ingressClosed = 2
const egressClosed = 4
const faults = [wronglyOpen, ingressClosed, egressClosed]
const faultsIn = (fault: Fault): number => faults.filter(one => fault & one).length

class Faults {
  /** The flows that are not as they were meant to be. */
  readonly wrong: readonly number[]

  constructor(readonly all: readonly Fault[]) {
    this.wrong = all.flatMap((fault, index) => (fault === 0 ? [] : [index]))
  }

  at(index: number): Fault {
    return this.all[index]!
  }
}

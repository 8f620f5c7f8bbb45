import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { createModel } from '../create-model'
import type { Flow, MatrixPort, Model, ModelObjects, Verdict } from '../model'
import { Ledger, type Says, sidesOfFlow, type Tally } from './ledger'
import { type WrittenPolicy, writtenPolicy } from './policy'

/** A flow and whether it was meant to be open. */
export type ExpectedFlow = { flow: Flow; expected: boolean }

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
  /** The ports of the flows that were meant to be open. */
  meantPorts: readonly MatrixPort[]
  model: Model
}

export type Objects = { policies: readonly WrittenPolicy[]; namespaces: readonly V1Namespace[] }

function meantPorts(expected: readonly ExpectedFlow[]): MatrixPort[] {
  const ports = new Map<string, MatrixPort>()
  for (const { flow, expected: open } of expected) {
    if (open) ports.set(`${flow.port}/${flow.protocol}`, { port: flow.port, protocol: flow.protocol })
  }
  return [...ports.values()]
}

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
    this.ledger = before?.ledgerOf(this.objects) ?? this.newLedger(this.namespaces)
    this.tally = this.ledger.tally(this.policies)
    this.faults = this.faultsUnder(this.objects)
  }

  /** What changes are made to; the namespaces of those who could come are among them. */
  get objects(): Objects {
    return { policies: this.policies, namespaces: this.namespaces }
  }

  /** How many flows are not as they were meant to be. */
  get wrong(): number {
    return this.faults.filter(isWrong).length
  }

  /** Compiled only where somebody looks for mistakes. */
  get context(): Context {
    this.known ??= this.makeContext()
    return this.known
  }

  private makeContext(): Context {
    const { objects, before = [], podsBefore } = this.situation
    const { policies, expected } = this
    const old = new Set(before.map(policy => JSON.stringify(writtenPolicy(policy))))
    const now = new Set(policies.map(policy => JSON.stringify(policy)))
    const model = this.modelOf()
    return {
      policies,
      lost: before.map(writtenPolicy).filter(policy => !now.has(JSON.stringify(policy))),
      isOld: policy => old.has(JSON.stringify(policy)),
      pods: objects.pods.filter(pod => !pod.spec?.hostNetwork && !ended.has(pod.status?.phase)),
      podsBefore,
      namespaces: this.namespaces.slice(0, objects.namespaces.length),
      services: objects.services ?? [],
      wrong: expected
        .filter((_, index) => isWrong(this.faults[index]!))
        .map(({ flow, expected }) => ({ flow, expected, verdict: model.verdict(flow) })),
      meantPorts: meantPorts(expected),
      model,
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

  private newLedger(namespaces: readonly V1Namespace[]): Ledger {
    const objects = { ...this.situation.objects, namespaces: [...namespaces], pods: this.pods }
    return new Ledger(
      objects,
      this.expected.map(({ flow }) => flow),
    )
  }

  private ledgerOf({ namespaces }: Objects): Ledger {
    return namespaces === this.namespaces ? this.ledger : this.newLedger(namespaces)
  }

  private faultsUnder(objects: Objects): Faults {
    const ledger = this.ledgerOf(objects)
    const { policies } = objects
    const isKnown = ledger === this.ledger
    const gone = isKnown ? this.policies.filter(policy => !policies.includes(policy)) : []
    const come = isKnown ? policies.filter(policy => !this.policies.includes(policy)) : policies
    const open = ledger.open({ gone, come }, isKnown ? this.tally : ledger.tally([]))
    const faults = new Uint8Array(this.expected.length)
    for (let index = 0; index < faults.length; index++)
      faults[index] = faultsOf(this.expected[index]!.expected, open, index)
    return faults
  }

  /** The situation after a change: what then is wrong still may be another mistake. */
  changed(change: (objects: Objects) => Objects): Trial {
    return new Trial(this.situation, { objects: change(this.objects), before: this })
  }

  /** Judges what would be after a change. */
  after(change: (objects: Objects) => Objects): Outcome {
    return new Outcome(this.faults, this.faultsUnder(change(this.objects)))
  }
}

/** A fault that is gone: something that was closed or open, and should not have been. */
export type MendedFault = { name: string; was: 'closed' | 'open' }

/** What a change brings about. */
export class Outcome {
  private known: readonly MendedFault[] | undefined

  constructor(
    private readonly before: Faults,
    private readonly now: Faults,
  ) {}

  /** A flow that has to be open has a fault for each closed side: mending one end of two is progress. */
  get mended(): readonly MendedFault[] {
    this.known ??= this.findMended()
    return this.known
  }

  private findMended(): MendedFault[] {
    const mended: MendedFault[] = []
    for (let index = 0; index < this.before.length; index++) {
      const gone = this.before[index]! & ~this.now[index]!
      if (gone === 0) continue
      for (const fault of faults)
        if (gone & fault)
          mended.push({ name: `${index} ${fault}`, was: fault === wronglyOpen ? 'open' : 'closed' })
    }
    return mended
  }

  /** Is there a fault that was not there before? */
  get harms(): boolean {
    return this.now.some((fault, index) => (fault & ~this.before[index]!) !== 0)
  }

  /** Is everything as it was meant to be? */
  get isWhole(): boolean {
    return !this.now.some(isWrong)
  }
}

/** By flow: the sides that are closed although it has to be open; or that it is open although it must not be. */
type Faults = Uint8Array
const wronglyOpen = 1
const ingressClosed = 2
const egressClosed = 4
const faults = [wronglyOpen, ingressClosed, egressClosed]

const isWrong = (fault: number): boolean => fault !== 0

function faultsOf(expected: boolean, open: Says, index: number): number {
  const egress = open[2 * index + sidesOfFlow.egress]!
  const ingress = open[2 * index + sidesOfFlow.ingress]!
  if (!expected) return egress & ingress ? wronglyOpen : 0
  return (egress ? 0 : egressClosed) | (ingress ? 0 : ingressClosed)
}

import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { createModel } from '../create-model'
import type { Direction, Flow, MatrixPort, Model, ModelObjects, Verdict } from '../model'
import { directions, type WrittenPolicy, writtenPolicy } from './policy'

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
  readonly context: Context
  private readonly model: Model
  private readonly namespaces: readonly V1Namespace[]

  constructor(private readonly situation: Situation) {
    const { objects, possible, before = [] } = situation
    const policies = objects.networkPolicies.map(writtenPolicy)
    const old = before.map(writtenPolicy)
    const same = (one: WrittenPolicy) => (other: WrittenPolicy) =>
      JSON.stringify(one) === JSON.stringify(other)
    this.namespaces = [...objects.namespaces, ...(possible?.namespaces ?? [])]
    this.model = this.modelOf({ policies, namespaces: this.namespaces })
    this.context = {
      policies,
      lost: old.filter(policy => !policies.some(same(policy))),
      isOld: policy => old.some(same(policy)),
      pods: objects.pods.filter(pod => !pod.spec?.hostNetwork && !ended.has(pod.status?.phase)),
      podsBefore: situation.podsBefore,
      namespaces: objects.namespaces,
      services: objects.services ?? [],
      wrong: (situation.expected ?? [])
        .map(({ flow, expected }) => ({ flow, expected, verdict: this.model.verdict(flow) }))
        .filter(({ verdict, expected }) => verdict.allowed !== expected),
      meantPorts: meantPorts(situation.expected ?? []),
      model: this.model,
    }
  }

  /** What changes are made to; the namespaces of those who could come are among them. */
  get objects(): Objects {
    return { policies: this.context.policies, namespaces: this.namespaces }
  }

  private modelOf({ policies, namespaces }: Objects): Model {
    const { objects, possible } = this.situation
    return createModel({
      ...objects,
      namespaces: [...namespaces],
      pods: [...objects.pods, ...(possible?.pods ?? [])],
      networkPolicies: policies as V1NetworkPolicy[],
    })
  }

  /** The situation after a change: what then is wrong still may be another mistake. */
  changed(change: (objects: Objects) => Objects): Trial {
    const { objects, possible } = this.situation
    const { policies, namespaces } = change({ policies: this.context.policies, namespaces: this.namespaces })
    return new Trial({
      ...this.situation,
      objects: {
        ...objects,
        networkPolicies: policies as V1NetworkPolicy[],
        namespaces: namespaces.slice(0, objects.namespaces.length),
      },
      possible: possible && { ...possible, namespaces: namespaces.slice(objects.namespaces.length) },
    })
  }

  /** Judges what would be after a change. */
  after(change: (objects: Objects) => Objects): Outcome {
    const model = this.modelOf(change({ policies: this.context.policies, namespaces: this.namespaces }))
    const faultsIn = ({ flow, expected }: ExpectedFlow) =>
      faultsOf({ verdict: model.verdict(flow), expected })
    return {
      mended: () =>
        this.context.wrong.flatMap((wrong, index) => {
          const now = faultsIn(wrong)
          const gone = faultsOf(wrong).filter(fault => !now.includes(fault))
          return gone.map(fault => ({ name: `${index} ${fault}`, was: wrong.expected ? 'closed' : 'open' }))
        }),
      harms: () => {
        const before = new Map(this.context.wrong.map(wrong => [wrong.flow, faultsOf(wrong)]))
        return (this.situation.expected ?? []).some(one =>
          faultsIn(one).some(fault => !before.get(one.flow)?.includes(fault)),
        )
      },
      isWhole: () =>
        this.context.wrong.every(wrong => faultsIn(wrong).length === 0) &&
        (this.situation.expected ?? []).every(one => faultsIn(one).length === 0),
    }
  }
}

/** A fault that is gone: something that was closed or open, and should not have been. */
export type MendedFault = { name: string; was: 'closed' | 'open' }

/** What a change brings about, each asked for on its own because there are many flows. */
export type Outcome = {
  /** A flow that has to be open has a fault for each closed side: mending one end of two is progress. */
  mended(): readonly MendedFault[]
  /** Is there a fault that was not there before? */
  harms(): boolean
  /** Is everything as it was meant to be? */
  isWhole(): boolean
}

type Fault = 'open' | Direction

/** The sides that are closed although the flow has to be open; or that it is open although it must not be. */
function faultsOf({ verdict, expected }: { verdict: Verdict; expected: boolean }): Fault[] {
  if (!expected) return verdict.allowed ? ['open'] : []
  return directions.filter(direction => !verdict[direction].allowed)
}

import type {
  V1ControllerRevision,
  V1PersistentVolumeClaim,
  V1Pod,
  V1StatefulSet,
  V1StatefulSetStatus,
} from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { ApiError } from '../../api/status'
import { itself, startController } from '../controller'
import {
  podRevisionLabel,
  presentRevision,
  revisionsOf,
  templateAt,
  trimRevisions,
} from '../controller-revisions'
import { claim, ownerKeys } from '../owners'
import { isFinished, isReady, untilAvailable } from '../pod-state'
import { claimsOf, firstOrdinal, ordinalOf, statefulPod } from './stateful-pod'

const statefulSets = 'apps/statefulsets'
const component = 'statefulset-controller'
/** Milliseconds after which a pod that was refused is tried again. */
const retryAfter = 5_000

/** Keeps the numbered pods of a StatefulSet: made in order, taken away and renewed from the last to the first. */
export function startStatefulSetController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: statefulSets, keys: itself },
      { resource: 'pods', keys: ownerKeys(registry, statefulSets, 'StatefulSet') },
    ],
    reconcile: (namespace, name, later) => {
      const set = registry.find<V1StatefulSet>(statefulSets, namespace, name)
      if (!set) return
      const look = new StatefulLook(registry, set)
      if (!set.metadata?.deletionTimestamp && look.proceed() === 'refused') later(retryAfter)
      const wait = look.report()
      if (wait !== undefined) later(wait)
    },
  })
}

/** One look at one set, and the next step. */
class StatefulLook {
  readonly #update: V1ControllerRevision
  readonly #current: V1ControllerRevision

  constructor(
    readonly registry: Registry,
    readonly set: V1StatefulSet,
  ) {
    this.#update = presentRevision(registry, set)
    const known = revisionsOf(registry, set)
    this.#current =
      known.find(({ metadata }) => metadata?.name === set.status?.currentRevision) ?? this.#update
  }

  get #ordered() {
    return this.set.spec?.podManagementPolicy !== 'Parallel'
  }

  get #partition() {
    return this.set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0
  }

  /** The set's pods by ordinal. */
  #pods(): Map<number, V1Pod> {
    return new Map(
      claim<V1Pod>(this.registry, 'pods', this.set).flatMap((pod): [number, V1Pod][] => {
        const ordinal = ordinalOf(pod, this.set)
        return ordinal === undefined ? [] : [[ordinal, pod]]
      }),
    )
  }

  #isHealthy(pod: V1Pod | undefined): boolean {
    return (
      pod !== undefined &&
      !pod.metadata?.deletionTimestamp &&
      untilAvailable(pod, this.set.spec?.minReadySeconds) === 0
    )
  }

  proceed(): 'refused' | undefined {
    const first = firstOrdinal(this.set)
    const replicas = this.set.spec?.replicas ?? 1
    const pods = this.#pods()
    for (let ordinal = first; ordinal < first + replicas; ordinal++) {
      const pod = pods.get(ordinal)
      if (pod && isFinished(pod) && !pod.metadata?.deletionTimestamp) {
        this.#tell(
          'Warning',
          'RecreatingFailedPod',
          `StatefulSet ${this.#path} is recreating failed Pod ${pod.metadata?.name}`,
        )
        this.#delete(pod)
        if (this.#ordered) return undefined
      }
      if (!pod && !this.#create(ordinal)) return 'refused'
      if (this.#ordered && !this.#isHealthy(pod)) return undefined
    }
    const condemned = [...pods]
      .filter(([ordinal]) => ordinal < first || ordinal >= first + replicas)
      .sort(([a], [b]) => b - a)
    for (const [, pod] of condemned) {
      if (!pod.metadata?.deletionTimestamp) this.#delete(pod)
      if (this.#ordered) return undefined
    }
    if (condemned.length === 0) this.#renew(pods, first, replicas)
    const live = [this.#current, this.#update, ...this.#revisionsOfPods()].map(
      ({ metadata }) => metadata!.name!,
    )
    trimRevisions(this.registry, this.set, live)
    return undefined
  }

  #revisionsOfPods() {
    const names = [...this.#pods().values()].map(({ metadata }) => metadata?.labels?.[podRevisionLabel])
    return revisionsOf(this.registry, this.set).filter(({ metadata }) => names.includes(metadata?.name))
  }

  /** From the last to the partition: the first pod of an older template goes, when those after it are well. */
  #renew(pods: Map<number, V1Pod>, first: number, replicas: number) {
    if (this.set.spec?.updateStrategy?.type === 'OnDelete') return
    for (let ordinal = first + replicas - 1; ordinal >= first + this.#partition; ordinal--) {
      const pod = pods.get(ordinal)
      if (!pod) return
      if (!isOf(pod, this.#update) && !pod.metadata?.deletionTimestamp) return this.#delete(pod)
      if (!this.#isHealthy(pod)) return
    }
  }

  get #path() {
    return `${this.set.metadata?.namespace}/${this.set.metadata?.name}`
  }

  #create(ordinal: number): boolean {
    const rolling = this.set.spec?.updateStrategy?.type !== 'OnDelete'
    const old = rolling && ordinal < firstOrdinal(this.set) + this.#partition
    const revision = old ? this.#current : this.#update
    const pod = statefulPod(this.set, templateAt(revision), revision.metadata!.name!, ordinal)
    const name = pod.metadata!.name!
    const about = `Pod ${name} in StatefulSet ${this.set.metadata?.name}`
    try {
      for (const wanted of claimsOf(this.set, name)) this.#createClaim(wanted, about)
      this.registry.create<V1Pod>('pods', pod)
      this.#tell('Normal', 'SuccessfulCreate', `Create ${about} successful`)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#tell('Warning', 'FailedCreate', `Create ${about} failed error: ${error.message}`)
      return false
    }
  }

  #createClaim(wanted: V1PersistentVolumeClaim, about: string) {
    const { namespace = '', name = '' } = wanted.metadata ?? {}
    if (this.registry.find('persistentvolumeclaims', namespace, name)) return
    this.registry.create('persistentvolumeclaims', wanted)
    this.#tell('Normal', 'SuccessfulCreate', `Create Claim ${name} ${about} success`)
  }

  #delete({ metadata }: V1Pod) {
    this.registry.delete('pods', metadata!.namespace!, metadata!.name!)
    const message = `Delete Pod ${metadata?.name} in StatefulSet ${this.set.metadata?.name} successful`
    this.#tell('Normal', 'SuccessfulDelete', message)
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string) {
    this.registry.event(this.set, { type, reason, message, component })
  }

  /** Answers the milliseconds until the next pod may become available. */
  report(): number | undefined {
    const { namespace = '', name = '' } = this.set.metadata ?? {}
    const set = this.registry.find<V1StatefulSet>(statefulSets, namespace, name)
    if (!set) return undefined
    const pods = [...this.#pods().values()]
    const waits = pods.flatMap(pod => untilAvailable(pod, set.spec?.minReadySeconds) ?? [])
    const count = (test: (pod: V1Pod) => boolean) => pods.filter(test).length
    const present = (pod: V1Pod) => !pod.metadata?.deletionTimestamp
    const counts = {
      replicas: pods.length,
      readyReplicas: count(isReady),
      updatedReplicas: count(pod => present(pod) && isOf(pod, this.#update)),
      currentReplicas: count(pod => present(pod) && isOf(pod, this.#current)),
    }
    const done =
      set.spec?.updateStrategy?.type !== 'OnDelete' &&
      counts.updatedReplicas === counts.replicas &&
      counts.readyReplicas === counts.replicas
    const { replicas, ...shown } = done ? { ...counts, currentReplicas: counts.updatedReplicas } : counts
    const status: V1StatefulSetStatus = {
      availableReplicas: waits.filter(wait => wait === 0).length,
      collisionCount: 0,
      ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value > 0)),
      currentRevision: (done ? this.#update : this.#current).metadata!.name!,
      observedGeneration: set.metadata?.generation,
      replicas,
      updateRevision: this.#update.metadata!.name!,
    }
    if (!equal({ ...set.status }, status)) {
      const write = (changed: V1StatefulSet) => {
        changed.status = status
      }
      this.registry.modify<V1StatefulSet>(statefulSets, namespace, name, write, { subresource: 'status' })
    }
    const next = Math.min(...waits.filter(wait => wait > 0))
    return Number.isFinite(next) ? next : undefined
  }
}

const isOf = ({ metadata }: V1Pod, revision: V1ControllerRevision) =>
  metadata?.labels?.[podRevisionLabel] === revision.metadata?.name

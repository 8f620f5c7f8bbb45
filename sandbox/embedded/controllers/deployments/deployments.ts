import type {
  V1Deployment,
  V1DeploymentStatus,
  V1Pod,
  V1PodTemplateSpec,
  V1ReplicaSet,
} from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { copyJson } from '../../api/copy'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { ApiError } from '../../api/status'
import { itself, startController } from '../controller'
import { claim, controllerReference, isControlledBy, ownerKeys } from '../owners'
import { isFinished } from '../pod-state'
import { revisionAnnotation, templateHash, templateHashLabel, templateOf } from './pod-template'
import { scaleProportionally, wasScaled } from './proportional'
import { newestAnnotations, replicaAnnotations, revisionOf } from './revisions'
import { newSetSize, rollingStep, type Scaling, sizeOf } from './rolling'
import { countedStatus, hasDeadline, isComplete, rolloutStatus, untilDeadline, withCondition } from './status'

const deployments = 'apps/deployments'
const replicaSets = 'apps/replicasets'
const component = 'deployment-controller'

type Sets = { current: V1ReplicaSet | undefined; old: V1ReplicaSet[] }

/** Rolls a Deployment's template out over ReplicaSets, one for each template. */
export function startDeploymentController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: deployments, keys: itself },
      { resource: replicaSets, keys: ownerKeys(registry, deployments, 'Deployment') },
      {
        // A Recreate begins when the last pod of the old template is gone.
        resource: 'pods',
        keys: ({ type, object }) => (type === 'DELETED' ? recreated(registry, object as V1Pod) : []),
      },
    ],
    reconcile: (namespace, name, later) => {
      const deployment = registry.find<V1Deployment>(deployments, namespace, name)
      const wait = deployment && new Rollout(registry, deployment).proceed()
      if (wait !== undefined) later(wait)
    },
  })
}

const recreated = (registry: Registry, { metadata }: V1Pod) =>
  registry
    .list<V1Deployment>(deployments, { namespace: metadata?.namespace })
    .filter(({ spec }) => spec?.strategy?.type === 'Recreate')
    .map(deployment => `${deployment.metadata?.namespace}/${deployment.metadata?.name}`)

/** One look at one deployment, and the next step. */
class Rollout {
  #deployment: V1Deployment
  readonly #now = Date.now()

  constructor(
    readonly registry: Registry,
    deployment: V1Deployment,
  ) {
    this.#deployment = deployment
  }

  /** Answers the milliseconds until the rollout has taken too long. */
  proceed(): number | undefined {
    if (this.#deployment.metadata?.deletionTimestamp) return this.#report(this.#sets(), false)
    this.#notePause()
    const { spec } = this.#deployment
    let sets = this.#annotate(this.#sets())
    if (
      spec?.paused ||
      wasScaled(
        this.#deployment,
        [sets.current, ...sets.old].filter(set => !!set),
      )
    ) {
      this.#scale(scaleProportionally(this.#deployment, sets.current, sets.old), true)
      if (spec?.paused) this.#dropHistory(sets.old)
      return this.#report(this.#sets(), false)
    }
    sets = spec?.strategy?.type === 'Recreate' ? this.#recreate(sets) : this.#roll(sets)
    return this.#report(sets, true)
  }

  #roll(found: Sets): Sets {
    const { current, old } = found.current ? found : this.#createSet(found)
    if (!current) return found
    const step = rollingStep(
      this.#deployment,
      current,
      old.filter(set => sizeOf(set) > 0),
    )
    return this.#advance(step, { current, old })
  }

  #recreate(found: Sets): Sets {
    const going = found.old.filter(set => sizeOf(set) > 0).map(set => ({ set, replicas: 0 }))
    if (this.#scale(going)) return this.#sets()
    if (this.#oldPodsLeft(found)) return found
    const { current, old } = found.current ? found : this.#createSet(found)
    if (!current) return found
    return this.#advance([{ set: current, replicas: this.#deployment.spec?.replicas ?? 1 }], { current, old })
  }

  #advance(step: readonly Scaling[], sets: Sets): Sets {
    if (this.#scale(step)) return this.#sets()
    if (isComplete(this.#deployment, this.#deployment.status)) this.#dropHistory(sets.old)
    return this.#sets()
  }

  #oldPodsLeft({ old }: Sets) {
    const { namespace } = this.#deployment.metadata!
    const pods = this.registry.list<V1Pod>('pods', { namespace })
    return old.some(
      set =>
        (set.status?.replicas ?? 0) > 0 || pods.some(pod => isControlledBy(pod, set) && !isFinished(pod)),
    )
  }

  /** The sets of this deployment, the oldest first, and which of them has its present template. */
  #sets(): Sets {
    const { metadata, spec } = this.#deployment
    const found = this.registry.find<V1Deployment>(deployments, metadata!.namespace!, metadata!.name!)
    const all = claim<V1ReplicaSet>(this.registry, replicaSets, found ?? this.#deployment).sort(byAge)
    const current = all.find(set => equal(templateOf(set), comparable(spec!.template)))
    return { current, old: all.filter(set => set !== current) }
  }

  /** The newest set carries the deployment's annotations and the highest revision, which the deployment shows. */
  #annotate(sets: Sets): Sets {
    const { current, old } = sets
    if (!current) return sets
    const { spec } = this.#deployment
    const annotations = newestAnnotations(this.#deployment, current.metadata?.annotations, old)
    const minReadySeconds = spec?.minReadySeconds ?? 0
    let kept = current
    if (
      !equal(annotations, current.metadata?.annotations) ||
      (current.spec?.minReadySeconds ?? 0) !== minReadySeconds
    ) {
      kept = this.#modifySet(current, set => {
        set.metadata!.annotations = { ...annotations }
        set.spec!.minReadySeconds = minReadySeconds
      })
    }
    this.#showRevision(String(revisionOf(kept)))
    if (hasDeadline(this.#deployment) && !this.#condition('Progressing')) {
      const message = `Found new replica set "${kept.metadata?.name}"`
      this.#setProgressing({ status: 'True', reason: 'FoundNewReplicaSet', message })
    }
    return { current: kept, old }
  }

  #createSet(sets: Sets): Sets {
    const { spec, metadata, status } = this.#deployment
    const hash = templateHash(spec!.template, status?.collisionCount)
    const labels = { ...spec!.template.metadata?.labels, [templateHashLabel]: hash }
    const annotations = {
      ...newestAnnotations(this.#deployment, {}, sets.old),
      ...replicaAnnotations(this.#deployment),
    }
    const replicas = newSetSize(this.#deployment, 0, sets.old)
    try {
      const current = this.registry.create<V1ReplicaSet>(replicaSets, {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: `${metadata?.name}-${hash}`,
          namespace: metadata?.namespace,
          labels,
          annotations,
          ownerReferences: [controllerReference(this.#deployment)],
        },
        spec: {
          replicas,
          ...(spec!.minReadySeconds ? { minReadySeconds: spec!.minReadySeconds } : {}),
          selector: {
            ...copyJson(spec!.selector),
            matchLabels: { ...spec!.selector.matchLabels, [templateHashLabel]: hash },
          },
          template: {
            ...copyJson(spec!.template),
            metadata: { ...copyJson(spec!.template.metadata), labels },
          },
        },
      })
      const name = current.metadata?.name
      if (replicas > 0)
        this.#tell('Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`)
      this.#showRevision(annotations[revisionAnnotation]!)
      const message = `Created new replica set "${name}"`
      this.#setProgressing({ status: 'True', reason: 'NewReplicaSetCreated', message })
      return { current, old: sets.old }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#notCreated(`${metadata?.name}-${hash}`, error)
      return sets
    }
  }

  /** Another template has the same hash: the next look takes another one. */
  #notCreated(name: string, error: ApiError) {
    if (error.status.reason === 'AlreadyExists') {
      this.#writeStatus(status => ({ ...status, collisionCount: (status.collisionCount ?? 0) + 1 }))
      return
    }
    const message = `Failed to create new replica set "${name}": ${error.message}`
    this.#setProgressing({ status: 'False', reason: 'ReplicaSetCreateError', message })
    this.#tell('Warning', 'ReplicaSetCreateError', message)
  }

  /** Answers whether a size changed. `always` keeps what the sets remember up to date, too. */
  #scale(steps: readonly Scaling[], always = false): boolean {
    let scaled = false
    const remembered = replicaAnnotations(this.#deployment)
    for (const { set, replicas } of steps) {
      const before = sizeOf(set)
      const known = set.metadata?.annotations ?? {}
      const stale = Object.entries(remembered).some(([key, value]) => known[key] !== value)
      if (before === replicas && !(always && stale)) continue
      this.#modifySet(set, changed => {
        changed.spec!.replicas = replicas
        changed.metadata!.annotations = { ...changed.metadata!.annotations, ...remembered }
      })
      if (before === replicas) continue
      scaled = true
      const direction = replicas > before ? 'up' : 'down'
      const message = `Scaled ${direction} replica set ${set.metadata?.name} from ${before} to ${replicas}`
      this.#tell('Normal', 'ScalingReplicaSet', message)
    }
    return scaled
  }

  #dropHistory(old: readonly V1ReplicaSet[]) {
    const kept = old.filter(({ metadata }) => !metadata?.deletionTimestamp)
    const surplus = kept.length - (this.#deployment.spec?.revisionHistoryLimit ?? 10)
    if (surplus <= 0) return
    const byRevision = [...kept].sort((a, b) => revisionOf(a) - revisionOf(b))
    for (const set of byRevision.slice(0, surplus)) {
      if (sizeOf(set) > 0 || (set.status?.replicas ?? 0) > 0) continue
      this.registry.delete(replicaSets, set.metadata!.namespace!, set.metadata!.name!)
    }
  }

  #notePause() {
    const known = this.#condition('Progressing')
    if (!hasDeadline(this.#deployment) || known?.reason === 'ProgressDeadlineExceeded') return
    const noted = known?.reason === 'DeploymentPaused'
    const { paused } = this.#deployment.spec ?? {}
    if (paused && !noted)
      this.#setProgressing({ status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' })
    if (!paused && noted)
      this.#setProgressing({
        status: 'Unknown',
        reason: 'DeploymentResumed',
        message: 'Deployment is resumed',
      })
  }

  #report({ current, old }: Sets, rollingOut: boolean): number | undefined {
    const make = rollingOut ? rolloutStatus : countedStatus
    const written = this.#writeStatus(() => make(this.#deployment, current, old, this.#now))
    const left = rollingOut && written ? untilDeadline(this.#deployment, written, this.#now) : undefined
    // A second more: times are written in whole seconds.
    return left === undefined ? undefined : Math.max(0, left) + 1_000
  }

  #condition(type: string) {
    return this.#deployment.status?.conditions?.find(condition => condition.type === type)
  }

  #setProgressing(reason: { status: string; reason: string; message: string }) {
    if (!hasDeadline(this.#deployment)) return
    this.#writeStatus(status => ({
      ...status,
      conditions: withCondition(status.conditions ?? [], 'Progressing', reason, this.#now),
    }))
  }

  #showRevision(revision: string) {
    const { metadata } = this.#deployment
    if (metadata?.annotations?.[revisionAnnotation] === revision) return
    this.#deployment = this.registry.modify<V1Deployment>(
      deployments,
      metadata!.namespace!,
      metadata!.name!,
      ({ metadata: changed }) => {
        changed!.annotations = { ...changed!.annotations, [revisionAnnotation]: revision }
      },
      { subresource: 'status' },
    )
  }

  #writeStatus(change: (status: V1DeploymentStatus) => V1DeploymentStatus): V1DeploymentStatus | undefined {
    const { namespace = '', name = '' } = this.#deployment.metadata ?? {}
    const status = change(this.#deployment.status ?? {})
    if (!equal({ ...this.#deployment.status }, status)) {
      if (!this.registry.find(deployments, namespace, name)) return undefined
      const write = (changed: V1Deployment) => {
        changed.status = status
      }
      this.#deployment = this.registry.modify(deployments, namespace, name, write, { subresource: 'status' })
    }
    return status
  }

  #modifySet({ metadata }: V1ReplicaSet, change: (set: V1ReplicaSet) => void): V1ReplicaSet {
    return this.registry.modify(replicaSets, metadata!.namespace!, metadata!.name!, change)
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string) {
    this.registry.event(this.#deployment, { type, reason, message, component })
  }
}

/** Sets made in the same second keep the order of their revisions. */
const byAge = (a: V1ReplicaSet, b: V1ReplicaSet) =>
  String(a.metadata?.creationTimestamp).localeCompare(String(b.metadata?.creationTimestamp)) ||
  revisionOf(a) - revisionOf(b)

/** A template without labels is written as one with none. */
const comparable = (template: V1PodTemplateSpec): V1PodTemplateSpec => ({
  ...template,
  metadata: { ...template.metadata, labels: template.metadata?.labels ?? {} },
})

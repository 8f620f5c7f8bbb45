import { isDeepStrictEqual } from 'node:util'
import type {
  V1Deployment,
  V1DeploymentCondition,
  V1DeploymentStatus,
  V1ReplicaSet,
} from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { itself, startController } from './controller'
import { controllerReference, isControlledBy, ownerKeys } from './owners'
import { revisionAnnotation, templateHash, templateHashLabel, templateOf } from './pod-template'
import { rollOut } from './roll-out'

const deployments = 'apps/deployments'
const replicaSets = 'apps/replicasets'

/** Rolls a Deployment's template out over ReplicaSets, one for each template. */
export function startDeploymentController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: deployments, keys: itself },
      { resource: replicaSets, keys: ownerKeys('Deployment') },
    ],
    reconcile: (namespace, name) => {
      const deployment = registry.find<V1Deployment>(deployments, namespace, name)
      if (!deployment) return
      if (!deployment.metadata?.deletionTimestamp) {
        const current = ensureCurrent(registry, deployment)
        scaleSets(registry, deployment, current)
        dropHistory(registry, deployment)
      }
      reportStatus(registry, deployment)
    },
  })
}

const setsOf = (registry: Registry, deployment: V1Deployment) =>
  registry
    .list<V1ReplicaSet>(replicaSets, { namespace: deployment.metadata?.namespace })
    .filter(set => isControlledBy(set, deployment))

const isCurrent = (deployment: V1Deployment) => (set: V1ReplicaSet) =>
  isDeepStrictEqual(templateOf(set), deployment.spec!.template)

const revisionOf = (object: { metadata?: V1ReplicaSet['metadata'] }) =>
  Number(object.metadata?.annotations?.[revisionAnnotation] ?? 0)

/** The ReplicaSet of the deployment's template, made if it is missing, with the highest revision. */
function ensureCurrent(registry: Registry, deployment: V1Deployment): V1ReplicaSet | undefined {
  const sets = setsOf(registry, deployment)
  const present = sets.find(isCurrent(deployment))
  const newest = Math.max(0, ...sets.filter(set => set !== present).map(revisionOf))
  if (!present && deployment.spec?.paused) return undefined
  const revision = present && revisionOf(present) > newest ? revisionOf(present) : newest + 1
  const current = present ?? createSet(registry, deployment, revision)
  if (revisionOf(current) !== revision) {
    annotateRevision(registry, replicaSets, current, revision)
  }
  if (revisionOf(deployment) !== revision) annotateRevision(registry, deployments, deployment, revision)
  return registry.find(replicaSets, current.metadata!.namespace!, current.metadata!.name!)
}

function annotateRevision(
  registry: Registry,
  resource: string,
  { metadata }: V1ReplicaSet | V1Deployment,
  revision: number,
) {
  registry.modify(resource, metadata!.namespace!, metadata!.name!, object => {
    object.metadata!.annotations = { ...object.metadata!.annotations, [revisionAnnotation]: String(revision) }
  })
}

function createSet(registry: Registry, deployment: V1Deployment, revision: number): V1ReplicaSet {
  const spec = deployment.spec!
  const hash = templateHash(spec.template)
  const labels = { ...spec.template.metadata?.labels, [templateHashLabel]: hash }
  return registry.create<V1ReplicaSet>(replicaSets, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata?.name}-${hash}`,
      namespace: deployment.metadata?.namespace,
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(spec.replicas),
        'deployment.kubernetes.io/max-replicas': String(spec.replicas! + 1),
        [revisionAnnotation]: String(revision),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: 0,
      selector: {
        ...structuredClone(spec.selector),
        matchLabels: { ...spec.selector.matchLabels, [templateHashLabel]: hash },
      },
      template: {
        ...structuredClone(spec.template),
        metadata: { ...structuredClone(spec.template.metadata), labels },
      },
    },
  })
}

function scaleSets(registry: Registry, deployment: V1Deployment, current: V1ReplicaSet | undefined) {
  if (deployment.spec?.paused && !current) return
  const old = setsOf(registry, deployment).filter(set => set.metadata?.uid !== current?.metadata?.uid)
  for (const { set, replicas } of rollOut(deployment, current, old)) {
    const before = set.spec?.replicas ?? 0
    if (before === replicas) continue
    registry.modify<V1ReplicaSet>(replicaSets, set.metadata!.namespace!, set.metadata!.name!, changed => {
      changed.spec!.replicas = replicas
    })
    registry.event(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata?.name} from ${before} to ${replicas}`,
      component: 'deployment-controller',
    })
  }
}

function dropHistory(registry: Registry, deployment: V1Deployment) {
  const retired = setsOf(registry, deployment)
    .filter(set => !isCurrent(deployment)(set) && !set.spec?.replicas && !set.status?.replicas)
    .sort((a, b) => revisionOf(b) - revisionOf(a))
  for (const set of retired.slice(deployment.spec?.revisionHistoryLimit ?? 10)) {
    registry.delete(replicaSets, set.metadata!.namespace!, set.metadata!.name!)
  }
}

const sum = (sets: readonly V1ReplicaSet[], of: (set: V1ReplicaSet) => number | undefined) =>
  sets.reduce((total, set) => total + (of(set) ?? 0), 0)

function reportStatus(registry: Registry, { metadata }: V1Deployment) {
  const deployment = registry.find<V1Deployment>(deployments, metadata!.namespace!, metadata!.name!)
  if (!deployment) return
  const sets = setsOf(registry, deployment)
  const updated = sum(sets.filter(isCurrent(deployment)), set => set.status?.replicas)
  const total = sum(sets, set => set.status?.replicas)
  const ready = sum(sets, set => set.status?.readyReplicas)
  const available = sum(sets, set => set.status?.availableReplicas)
  const unavailable = Math.max(0, (deployment.spec?.replicas ?? 0) - available)
  const counts: V1DeploymentStatus = {
    observedGeneration: deployment.metadata?.generation,
    ...(total ? { replicas: total } : {}),
    ...(updated ? { updatedReplicas: updated } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    ...(unavailable ? { unavailableReplicas: unavailable } : {}),
  }
  const done = updated === deployment.spec?.replicas && total === updated && available === updated
  const status = { ...counts, conditions: conditions(deployment, sets, done) }
  if (isDeepStrictEqual(deployment.status ?? {}, status)) return
  registry.modify<V1Deployment>(
    deployments,
    metadata!.namespace!,
    metadata!.name!,
    changed => {
      changed.status = status
    },
    { subresource: 'status' },
  )
}

function conditions(
  deployment: V1Deployment,
  sets: readonly V1ReplicaSet[],
  done: boolean,
): V1DeploymentCondition[] {
  const current = sets.find(isCurrent(deployment))?.metadata?.name ?? ''
  const available = sum(sets, set => set.status?.availableReplicas)
  const enough = available >= (deployment.spec?.replicas ?? 0) - unavailableAllowed(deployment)
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date
  const wanted = [
    {
      type: 'Available',
      status: enough ? 'True' : 'False',
      reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: enough
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
    },
    {
      type: 'Progressing',
      status: 'True',
      reason: done ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
      message: done
        ? `ReplicaSet "${current}" has successfully progressed.`
        : `ReplicaSet "${current}" is progressing.`,
    },
  ]
  return wanted.map(condition => {
    const old = deployment.status?.conditions?.find(({ type }) => type === condition.type)
    const same = old?.reason === condition.reason && old.message === condition.message
    if (same && old.status === condition.status) return old
    const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : now
    return { ...condition, lastUpdateTime: now, lastTransitionTime }
  })
}

const unavailableAllowed = ({ spec }: V1Deployment) => {
  const limit = spec?.strategy?.rollingUpdate?.maxUnavailable ?? 0
  return typeof limit === 'number'
    ? limit
    : Math.floor((Number.parseInt(limit, 10) / 100) * (spec?.replicas ?? 0))
}

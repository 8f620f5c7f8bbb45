import type { V1DaemonSet, V1DaemonSetStatus, V1Node, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { itself, startController } from '../controller'
import { hashOf, podRevisionLabel, presentRevision, trimRevisions } from '../controller-revisions'
import { part } from '../deployments/limits'
import { claim, ownerKeys } from '../owners'
import { createPod, deletePod } from '../pod-control'
import { isFinished, isReady, untilAvailable } from '../pod-state'
import { nodeOf, pinToNode, placement } from './daemon-pod'

const daemonSets = 'apps/daemonsets'
const component = 'daemonset-controller'
const generationAnnotation = 'deprecated.daemonset.template.generation'
const generationLabel = 'pod-template-generation'

/** Keeps one pod of a DaemonSet on every node that takes it, and rolls a new template out. */
export function startDaemonSetController(registry: Registry): Disposable {
  const all = () =>
    registry.list<V1DaemonSet>(daemonSets).map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)
  return startController({
    registry,
    triggers: [
      { resource: daemonSets, keys: itself },
      { resource: 'pods', keys: ownerKeys(registry, daemonSets, 'DaemonSet') },
      { resource: 'nodes', keys: all },
    ],
    reconcile: (namespace, name, later) => {
      const set = registry.find<V1DaemonSet>(daemonSets, namespace, name)
      if (!set) return
      const revision = presentRevision(registry, set)
      const hash = hashOf(revision)
      if (!set.metadata?.deletionTimestamp) {
        manage(registry, set, hash)
        rollOut(registry, set, hash)
        trimRevisions(registry, set, [revision.metadata!.name!])
      }
      const wait = reportStatus(registry, namespace, name, hash)
      if (wait !== undefined) later(wait)
    },
  })
}

function podsByNode(registry: Registry, set: V1DaemonSet): Map<string, V1Pod[]> {
  const byNode = new Map<string, V1Pod[]>()
  const oldestFirst = claim<V1Pod>(registry, 'pods', set).sort((a, b) =>
    String(a.metadata?.creationTimestamp).localeCompare(String(b.metadata?.creationTimestamp)),
  )
  for (const pod of oldestFirst) {
    const node = nodeOf(pod) ?? ''
    byNode.set(node, [...(byNode.get(node) ?? []), pod])
  }
  return byNode
}

const isGoing = ({ metadata }: V1Pod) => metadata?.deletionTimestamp !== undefined

function manage(registry: Registry, set: V1DaemonSet, hash: string) {
  const byNode = podsByNode(registry, set)
  for (const node of registry.list<V1Node>('nodes')) {
    const name = node.metadata!.name!
    const there = byNode.get(name) ?? []
    const { run, stay } = placement(set, node)
    if (run && there.length === 0) createDaemon(registry, set, name, hash)
    const [, ...surplus] = there.filter(pod => !isGoing(pod) && !isFinished(pod))
    for (const pod of there.filter(pod => !isGoing(pod))) {
      if (stay && isFinished(pod)) tellFinished(registry, set, pod, name)
      if (!stay || isFinished(pod) || surplus.includes(pod)) deletePod(registry, set, pod, component)
    }
  }
  for (const pod of byNode.get('') ?? []) if (!isGoing(pod)) deletePod(registry, set, pod, component)
}

const createDaemon = (registry: Registry, set: V1DaemonSet, node: string, hash: string) =>
  createPod({
    registry,
    owner: set,
    template: set.spec!.template,
    component,
    adjust: pod => {
      const generation = set.metadata?.annotations?.[generationAnnotation]
      pod.metadata!.labels = {
        ...pod.metadata!.labels,
        [podRevisionLabel]: hash,
        ...(generation && { [generationLabel]: generation }),
      }
      pinToNode(pod, node)
    },
  })

function tellFinished(registry: Registry, set: V1DaemonSet, { metadata, status }: V1Pod, node: string) {
  const [type, reason, was] =
    status?.phase === 'Failed'
      ? (['Warning', 'FailedDaemonPod', 'failed'] as const)
      : (['Normal', 'SucceededDaemonPod', 'succeeded'] as const)
  const message = `Found ${was} daemon pod ${metadata?.namespace}/${metadata?.name} on node ${node}, will try to ${was === 'failed' ? 'kill' : 'delete'} it`
  registry.event(set, { type, reason, message, component })
}

const isCurrent = ({ metadata }: V1Pod, hash: string) => metadata?.labels?.[podRevisionLabel] === hash

/** Deletes pods of older templates, as many as may be unavailable; the next look makes new ones. */
function rollOut(registry: Registry, set: V1DaemonSet, hash: string) {
  if (set.spec?.updateStrategy?.type !== 'RollingUpdate') return
  const pods = [...podsByNode(registry, set).values()].flat().filter(pod => !isFinished(pod))
  const nodes = registry.list<V1Node>('nodes').filter(node => placement(set, node).run)
  const allowed = Math.max(
    1,
    part(set.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1, nodes.length, Math.ceil),
  )
  const isAvailable = (pod: V1Pod) => !isGoing(pod) && untilAvailable(pod, set.spec?.minReadySeconds) === 0
  const old = pods.filter(pod => !isGoing(pod) && !isCurrent(pod, hash))
  let room = allowed - (nodes.length - pods.filter(isAvailable).length)
  for (const pod of old) {
    if (isAvailable(pod) && room-- <= 0) continue
    deletePod(registry, set, pod, component)
  }
}

function reportStatus(registry: Registry, namespace: string, name: string, hash: string): number | undefined {
  const set = registry.find<V1DaemonSet>(daemonSets, namespace, name)
  if (!set) return undefined
  const byNode = podsByNode(registry, set)
  const nodes = registry.list<V1Node>('nodes')
  const wanted = nodes.filter(node => placement(set, node).run)
  const firsts = wanted.flatMap(({ metadata }) => byNode.get(metadata!.name!)?.[0] ?? [])
  const waits = firsts.flatMap(pod => untilAvailable(pod, set.spec?.minReadySeconds) ?? [])
  const available = waits.filter(wait => wait === 0).length
  const updated = firsts.filter(pod => isCurrent(pod, hash)).length
  const status: V1DaemonSetStatus = {
    currentNumberScheduled: firsts.length,
    desiredNumberScheduled: wanted.length,
    ...(available > 0 && { numberAvailable: available }),
    numberMisscheduled: nodes.filter(node => !wanted.includes(node) && byNode.has(node.metadata!.name!))
      .length,
    numberReady: firsts.filter(isReady).length,
    ...(wanted.length > available && { numberUnavailable: wanted.length - available }),
    observedGeneration: set.metadata?.generation,
    ...(updated > 0 && { updatedNumberScheduled: updated }),
  }
  if (!equal({ ...set.status }, status)) {
    const write = (changed: V1DaemonSet) => {
      changed.status = status
    }
    registry.modify<V1DaemonSet>(daemonSets, namespace, name, write, { subresource: 'status' })
  }
  const next = Math.min(...waits.filter(wait => wait > 0))
  return Number.isFinite(next) ? next : undefined
}

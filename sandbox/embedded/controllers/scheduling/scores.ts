import type { V1Node, V1Pod, V1TopologySpreadConstraint } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import { amount } from '../../../quantity'
import { podAmounts } from '../../resources/pods/requests'
import { preferenceFor } from './node-affinity'
import { attraction } from './pod-affinity'
import { isKin } from './spreading'
import { disliked } from './taints'
import { podsOn, type View } from './view'

type Scores = readonly number[]
const best = 100

/** What a container counts for that asks for nothing (util.DefaultMilliCPURequest, DefaultMemoryRequest). */
const unasked = { cpu: 0.1, memory: 200 * 1024 * 1024 }
const resources = ['cpu', 'memory'] as const

const asked = (pod: V1Pod, resource: keyof typeof unasked, least: number) =>
  (podAmounts(pod.spec, 'requests')[resource] ?? 0) +
  (pod.spec?.containers ?? []).filter(({ resources }) => !resources?.requests?.[resource]).length * least

const allocatable = ({ status }: V1Node, resource: string) =>
  amount(String(status?.allocatable?.[resource] ?? '0'))

/** The share of a node that is taken when the pod is there. */
const taken = (pod: V1Pod, node: V1Node, view: View, resource: keyof typeof unasked, least: number) => {
  const sum = [...podsOn(view, node), pod].reduce((all, one) => all + asked(one, resource, least), 0)
  const all = allocatable(node, resource)
  return all === 0 ? 1 : Math.min(1, sum / all)
}

const leastAllocated = (pod: V1Pod, node: V1Node, view: View) =>
  resources.reduce(
    (sum, resource) => sum + Math.floor((1 - taken(pod, node, view, resource, unasked[resource])) * best),
    0,
  ) / resources.length

function balanced(pod: V1Pod, node: V1Node, view: View): number {
  const [cpu = 0, memory = 0] = resources.map(resource => taken(pod, node, view, resource, 0))
  return Math.floor((1 - Math.abs(cpu - memory) / 2) * best)
}

/** To 0 … 100 by the highest; the other way round where less is better (helper.DefaultNormalizeScore). */
function normalized(scores: Scores, reverse = false): Scores {
  const most = Math.max(...scores)
  if (most === 0) return scores.map(() => (reverse ? best : 0))
  return scores.map(score => {
    const scaled = Math.floor((score * best) / most)
    return reverse ? best - scaled : scaled
  })
}

/** Between the lowest and the highest (interpodaffinity). */
function stretched(scores: Scores): Scores {
  const [least, most] = [Math.min(...scores), Math.max(...scores)]
  return scores.map(score => (most === least ? 0 : Math.floor((best * (score - least)) / (most - least))))
}

type Soft = Pick<V1TopologySpreadConstraint, 'topologyKey' | 'maxSkew'> & {
  counts: (other: V1Pod) => boolean
}

/** Where a pod names no constraint, those of the cluster hold for pods of one owner and service (systemDefaultConstraints). */
function softConstraints(pod: V1Pod, view: View): Soft[] {
  const own = pod.spec?.topologySpreadConstraints ?? []
  if (own.length > 0)
    return own
      .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway')
      .map(({ topologyKey, maxSkew, labelSelector }) => {
        const selector = compileSelector(labelSelector)
        const counts = (other: V1Pod) =>
          other.metadata?.namespace === pod.metadata?.namespace &&
          selector.matches(labelsOf(other.metadata?.labels))
        return { topologyKey, maxSkew, counts }
      })
  const counts = isKin(pod, view)
  return counts
    ? [
        { topologyKey: 'kubernetes.io/hostname', maxSkew: 3, counts },
        { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5, counts },
      ]
    : []
}

function spread(pod: V1Pod, nodes: readonly V1Node[], view: View): Scores {
  const constraints = softConstraints(pod, view)
  const labelOf = (node: V1Node | undefined, key: string) => node?.metadata?.labels?.[key]
  const scores = nodes.map(node =>
    constraints.reduce((sum, { topologyKey, maxSkew, counts }) => {
      const here = labelOf(node, topologyKey)
      if (here === undefined) return sum
      const domains = new Set(nodes.map(one => labelOf(one, topologyKey))).size
      const there = view.pods.filter(
        other =>
          !other.metadata?.deletionTimestamp &&
          labelOf(view.nodes.get(other.spec?.nodeName ?? ''), topologyKey) === here &&
          counts(other),
      ).length
      return sum + there * Math.log(domains + 2) + (maxSkew - 1)
    }, 0),
  )
  const [least, most] = [Math.min(...scores), Math.max(...scores)]
  return scores.map(score => (most === 0 ? best : Math.floor((best * (most + least - score)) / most)))
}

type Plugin = { weight: number; score: (pod: V1Pod, nodes: readonly V1Node[], view: View) => Scores }

/** The scheduler's score plugins with their weights (apis/config/v1 default_plugins). All images are everywhere: ImageLocality tells no node from another. */
const plugins: readonly Plugin[] = [
  {
    weight: 3,
    score: (pod, nodes) =>
      normalized(
        nodes.map(node => disliked(pod, node)),
        true,
      ),
  },
  { weight: 2, score: (pod, nodes) => normalized(nodes.map(node => preferenceFor(pod, node))) },
  { weight: 2, score: spread },
  { weight: 2, score: (pod, nodes, view) => stretched(nodes.map(node => attraction(pod, node, view))) },
  { weight: 1, score: (pod, nodes, view) => nodes.map(node => leastAllocated(pod, node, view)) },
  { weight: 1, score: (pod, nodes, view) => nodes.map(node => balanced(pod, node, view)) },
]

/** The node that suits best. Between equals the real scheduler throws dice; here the one with fewer pods gets it. */
export function bestOf(pod: V1Pod, nodes: readonly V1Node[], view: View): V1Node {
  const totals = nodes.map(() => 0)
  for (const { weight, score } of plugins)
    for (const [index, one] of score(pod, nodes, view).entries()) totals[index]! += weight * one
  const ranked = nodes.map((node, index) => ({
    node,
    total: totals[index]!,
    pods: podsOn(view, node).length,
  }))
  return ranked.sort((a, b) => b.total - a.total || a.pods - b.pods)[0]!.node
}

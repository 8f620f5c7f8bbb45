import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import { amount } from '../../../quantity'
import { podAmounts } from '../../resources/pods/requests'
import { matchesNode } from './node-affinity'
import { avoidsOthers, isAvoidedByNobody, isNearFriends } from './pod-affinity'
import { untolerated } from './taints'
import { podsOn, type View } from './view'

/** Why a pod cannot be on a node; and could it, if others made way? */
export type Refusal = { reasons: string[]; preemptable: boolean }

/** Answers the reasons; none when the pod may be there. */
type Filter = {
  check: (pod: V1Pod, node: V1Node, view: View) => string[]
  /** Would it help if pods of lower priority went? */
  preemptable?: (reasons: readonly string[], pod: V1Pod, node: V1Node) => boolean
}

const unless = (fits: boolean, reason: string) => (fits ? [] : [reason])

const unschedulableTaint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
}

/** The scheduler's filter plugins in their order, and their words (pkg/scheduler/framework/plugins). */
const filters: readonly Filter[] = [
  {
    check: (pod, { spec, ...node }) =>
      unless(
        !spec?.unschedulable || !untolerated(pod, { ...node, spec: { taints: [unschedulableTaint] } }),
        'node(s) were unschedulable',
      ),
  },
  {
    check: (pod, node) => (untolerated(pod, node) ? ['node(s) had untolerated taint(s)'] : []),
  },
  {
    check: (pod, node) => unless(matchesNode(pod, node), "node(s) didn't match Pod's node affinity/selector"),
  },
  {
    check: (pod, node, view) =>
      unless(portsAreFree(pod, node, view), "node(s) didn't have free ports for the requested pod ports"),
    preemptable: () => true,
  },
  { check: lacking, preemptable: (_, pod, node) => tooLarge(pod, node).length === 0 },
  {
    check: (pod, node) => unless(hasDomains(pod, node), `${spreadMismatch} (missing required label)`),
  },
  {
    check: (pod, node, view) => unless(isSpread(pod, node, view), spreadMismatch),
    preemptable: () => true,
  },
  {
    check: (pod, node, view) =>
      unless(isNearFriends(pod, node, view), "node(s) didn't match pod affinity rules"),
  },
  {
    check: (pod, node, view) =>
      unless(avoidsOthers(pod, node, view), "node(s) didn't match pod anti-affinity rules"),
    preemptable: () => true,
  },
  {
    check: (pod, node, view) =>
      unless(isAvoidedByNobody(pod, node, view), "node(s) didn't satisfy existing pods anti-affinity rules"),
    preemptable: () => true,
  },
]

/** The first filter that refuses decides; undefined when none does. */
export function refusalOf(pod: V1Pod, node: V1Node, view: View): Refusal | undefined {
  for (const { check, preemptable } of filters) {
    const reasons = check(pod, node, view)
    if (reasons.length > 0) return { reasons, preemptable: preemptable?.(reasons, pod, node) ?? false }
  }
  return undefined
}

const hostPorts = ({ spec }: V1Pod) =>
  (spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort }) => hostPort)
      .map(({ hostPort, protocol = 'TCP' }) => `${protocol} ${hostPort}`),
  )

function portsAreFree(pod: V1Pod, node: V1Node, view: View) {
  const wanted = hostPorts(pod)
  if (wanted.length === 0) return true
  const taken = new Set(podsOn(view, node).flatMap(hostPorts))
  return !wanted.some(port => taken.has(port))
}

const allocatable = ({ status }: V1Node, resource: string) =>
  amount(String(status?.allocatable?.[resource] ?? '0'))

/** More than the whole node has. */
const tooLarge = (pod: V1Pod, node: V1Node): string[] =>
  Object.entries(podAmounts(pod.spec, 'requests'))
    .filter(([resource, wanted]) => wanted > allocatable(node, resource))
    .map(([resource]) => `Insufficient ${resource}`)

function lacking(pod: V1Pod, node: V1Node, view: View): string[] {
  const others = podsOn(view, node)
  const wanted = Object.entries(podAmounts(pod.spec, 'requests')).filter(([, value]) => value > 0)
  const full = others.length + 1 > allocatable(node, 'pods') ? ['Too many pods'] : []
  if (wanted.length === 0) return full
  const used = others.map(({ spec }) => podAmounts(spec, 'requests'))
  const insufficient = wanted
    .filter(
      ([resource, value]) =>
        used.reduce((sum, amounts) => sum + (amounts[resource] ?? 0), value) > allocatable(node, resource),
    )
    .map(([resource]) => `Insufficient ${resource}`)
  return [...full, ...insufficient]
}

const spreadMismatch = "node(s) didn't match pod topology spread constraints"
const hardConstraints = ({ spec }: V1Pod) =>
  (spec?.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  )

const hasDomains = (pod: V1Pod, node: V1Node) =>
  hardConstraints(pod).every(({ topologyKey }) => node.metadata?.labels?.[topologyKey] !== undefined)

/** No domain may have more than maxSkew matching pods above the emptiest. */
function isSpread(pod: V1Pod, node: V1Node, view: View): boolean {
  return hardConstraints(pod).every(constraint => {
    const { topologyKey, labelSelector, maxSkew, minDomains = 1 } = constraint
    const { nodeAffinityPolicy, nodeTaintsPolicy, matchLabelKeys = [] } = constraint
    const selector = compileSelector({
      ...labelSelector,
      matchLabels: {
        ...labelSelector?.matchLabels,
        ...Object.fromEntries(matchLabelKeys.map(key => [key, pod.metadata?.labels?.[key] ?? ''])),
      },
    })
    const counts = new Map<string, number>()
    for (const one of view.nodes.values()) {
      const domain = one.metadata?.labels?.[topologyKey]
      if (nodeAffinityPolicy !== 'Ignore' && !matchesNode(pod, one)) continue
      if (nodeTaintsPolicy === 'Honor' && untolerated(pod, one)) continue
      if (domain !== undefined) counts.set(domain, 0)
    }
    for (const other of view.pods) {
      if (other.metadata?.namespace !== pod.metadata?.namespace || other.metadata?.deletionTimestamp) continue
      if (!selector.matches(labelsOf(other.metadata?.labels))) continue
      const domain = view.nodes.get(other.spec?.nodeName ?? '')?.metadata?.labels?.[topologyKey]
      const known = domain === undefined ? undefined : counts.get(domain)
      if (known !== undefined) counts.set(domain!, known + 1)
    }
    const self = labelSelector && selector.matches(labelsOf(pod.metadata?.labels)) ? 1 : 0
    const here = counts.get(node.metadata!.labels![topologyKey]!) ?? 0
    const least = counts.size < minDomains ? 0 : Math.min(...counts.values())
    return here + self - least <= maxSkew
  })
}

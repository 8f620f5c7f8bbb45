import type { V1Node, V1Pod, V1PodAffinityTerm, V1WeightedPodAffinityTerm } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import type { View } from './view'

/** Does a term of `owner` mean this pod? Its own namespace counts unless it names others. */
function means(term: V1PodAffinityTerm, owner: V1Pod, pod: V1Pod, { namespaces }: View): boolean {
  if (!term.labelSelector) return false
  const home = pod.metadata?.namespace ?? ''
  const named = term.namespaces ?? []
  const bySelector =
    term.namespaceSelector !== undefined &&
    compileSelector(term.namespaceSelector).matches(labelsOf(namespaces.get(home)))
  const inPlace =
    named.length > 0 || term.namespaceSelector
      ? named.includes(home) || bySelector
      : home === owner.metadata?.namespace
  return inPlace && compileSelector(term.labelSelector).matches(labelsOf(pod.metadata?.labels))
}

const domain = (node: V1Node | undefined, key: string) => node?.metadata?.labels?.[key]

/** Pods of the same topology domain as `node` for which `test` holds. */
const nearby = (node: V1Node, key: string, view: View, test: (pod: V1Pod) => boolean) =>
  domain(node, key) !== undefined &&
  view.pods.some(
    pod => domain(view.nodes.get(pod.spec?.nodeName ?? ''), key) === domain(node, key) && test(pod),
  )

const affinityTerms = ({ spec }: V1Pod) =>
  spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
const antiAffinityTerms = ({ spec }: V1Pod) =>
  spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []

/** Are the pods that it wants to be near there? The first of a group that wants its own kind needs nobody. */
export const isNearFriends = (pod: V1Pod, node: V1Node, view: View): boolean =>
  affinityTerms(pod).every(
    term =>
      nearby(node, term.topologyKey, view, other => means(term, pod, other, view)) ||
      (domain(node, term.topologyKey) !== undefined &&
        means(term, pod, pod, view) &&
        !view.pods.some(other => means(term, pod, other, view))),
  )

/** Is nobody there whom it wants to avoid? */
export const avoidsOthers = (pod: V1Pod, node: V1Node, view: View): boolean =>
  !antiAffinityTerms(pod).some(term =>
    nearby(node, term.topologyKey, view, other => means(term, pod, other, view)),
  )

/** Is nobody there who wants to avoid it? */
export const isAvoidedByNobody = (pod: V1Pod, node: V1Node, view: View): boolean =>
  !view.pods.some(other =>
    antiAffinityTerms(other).some(
      term =>
        means(term, other, pod, view) &&
        domain(node, term.topologyKey) !== undefined &&
        domain(view.nodes.get(other.spec?.nodeName ?? ''), term.topologyKey) ===
          domain(node, term.topologyKey),
    ),
  )

/** How much it would like to be near, or far from, those who are there (its own preferences alone). */
export function attraction({ spec, ...pod }: V1Pod, node: V1Node, view: View): number {
  const sum = (terms: readonly V1WeightedPodAffinityTerm[] = []) =>
    terms.reduce((total, { weight, podAffinityTerm: term }) => {
      const near = view.pods.filter(
        other =>
          domain(node, term.topologyKey) !== undefined &&
          domain(view.nodes.get(other.spec?.nodeName ?? ''), term.topologyKey) ===
            domain(node, term.topologyKey) &&
          means(term, { spec, ...pod }, other, view),
      )
      return total + weight * near.length
    }, 0)
  return (
    sum(spec?.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution) -
    sum(spec?.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution)
  )
}

import type { V1LabelSelector, V1NetworkPolicyPeer } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../compile/selectors'
import type { Context } from '../context'
import { type Path, peersOf, rulesOf, type WrittenPolicy } from '../policy'

export type LabelMap = Readonly<Record<string, string>>

/** A selector in a policy, and the labels of those it chooses among. */
export type SelectorPlace = {
  policy: WrittenPolicy
  path: Path
  selector: V1LabelSelector
  kind: 'subject' | 'peer' | 'namespace'
  among: readonly LabelMap[]
}

export const selects = (selector: V1LabelSelector | undefined, labels: LabelMap | undefined): boolean =>
  compileSelector(selector).matches(labelsOf(labels))

const nameLabel = 'kubernetes.io/metadata.name'

export const namespaceLabels = (context: Context): { name: string; labels: LabelMap }[] =>
  context.namespaces.map(({ metadata }) => {
    const name = metadata?.name ?? ''
    return { name, labels: { ...metadata?.labels, [nameLabel]: name } }
  })

export const podLabels = (context: Context, namespaces: readonly string[]): LabelMap[] =>
  context.pods
    .filter(({ metadata }) => namespaces.includes(metadata?.namespace ?? 'default'))
    .map(({ metadata }) => metadata?.labels ?? {})

/** The namespaces that a peer means. */
export function namespacesOf(context: Context, policy: WrittenPolicy, peer: V1NetworkPolicyPeer): string[] {
  if (!peer.namespaceSelector) return [policy.metadata.namespace]
  return namespaceLabels(context)
    .filter(({ labels }) => selects(peer.namespaceSelector, labels))
    .map(({ name }) => name)
}

/** Every selector of a policy. */
export function selectorPlaces(context: Context, policy: WrittenPolicy): SelectorPlace[] {
  const places: SelectorPlace[] = [
    {
      policy,
      path: ['spec', 'podSelector'],
      selector: policy.spec.podSelector,
      kind: 'subject',
      among: podLabels(context, [policy.metadata.namespace]),
    },
  ]
  for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
    if (peer?.namespaceSelector) {
      const among = namespaceLabels(context).map(({ labels }) => labels)
      const selector = peer.namespaceSelector
      places.push({ policy, path: [...path, 'namespaceSelector'], selector, kind: 'namespace', among })
    }
    if (peer?.podSelector) {
      const among = podLabels(context, namespacesOf(context, policy, peer))
      places.push({ policy, path: [...path, 'podSelector'], selector: peer.podSelector, kind: 'peer', among })
    }
  }
  return places
}

/** Those that choose nobody although there is somebody to choose among. */
export const idlePlaces = (context: Context): SelectorPlace[] =>
  context.policies
    .flatMap(policy => selectorPlaces(context, policy))
    .filter(({ selector, among }) => among.length > 0 && !among.some(labels => selects(selector, labels)))

export const isEmptySelector = (selector: V1LabelSelector | undefined): boolean =>
  compileSelector(selector).requirements.length === 0

/** Every single label that tells some pods of the policy's namespace from others. */
export function labelChoices(context: Context, policy: WrittenPolicy): LabelMap[] {
  const labels = podLabels(context, [policy.metadata.namespace]).flatMap(one => Object.entries(one))
  return [...new Map(labels.map(([key, value]) => [`${key}=${value}`, { [key]: value }])).values()]
}

/** Does the policy select a pod that is there? Of one that does not, nothing else is worth telling. */
export const selectsSomebody = (context: Context, policy: WrittenPolicy): boolean =>
  podLabels(context, [policy.metadata.namespace]).some(labels => selects(policy.spec.podSelector, labels))

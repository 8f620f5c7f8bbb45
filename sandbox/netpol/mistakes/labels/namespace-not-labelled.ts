import type { V1Namespace } from '@kubernetes/client-node'
import type { Context, Objects } from '../context'
import { peersOf, rulesOf } from '../policy'
import type { Candidate, Recogniser } from '../recogniser'
import { type LabelMap, namespaceLabels, podLabels, selects } from './selector-places'

const labelled =
  (name: string, labels: LabelMap) =>
  ({ policies, namespaces }: Objects): Objects => ({
    policies,
    namespaces: namespaces.map(namespace =>
      namespace.metadata?.name === name
        ? ({
            ...namespace,
            metadata: { ...namespace.metadata, labels: { ...namespace.metadata.labels, ...labels } },
          } as V1Namespace)
        : namespace,
    ),
  })

/** A namespaceSelector that selects no namespace, and the namespaces that a label would make it select. */
function* unlabelled(context: Context): Iterable<Candidate & { name: string; labels: LabelMap }> {
  for (const policy of context.policies) {
    for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
      const labels = peer.namespaceSelector?.matchLabels ?? {}
      const namespaces = namespaceLabels(context)
      if (Object.keys(labels).length === 0) continue
      if (namespaces.some(one => selects(peer.namespaceSelector, one.labels))) continue
      const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
      for (const { name } of namespaces) {
        yield {
          name,
          labels,
          policy,
          path: [...path, 'namespaceSelector'],
          params: { policy: policy.metadata.name, labels: text.join(','), target: name },
          certain: Object.values(labels).includes(name),
          mending: {
            change: labelled(name, labels),
            edit: `kubectl label namespace ${name} ${text.join(' ')}`,
          },
        }
      }
    }
  }
}

/** The policy asks for a label that the namespace was never given. */
export const namespaceNotLabelled: Recogniser = {
  id: 'namespace-not-labelled',
  leaves: 'closed',
  unless: ['label-key-typo', 'label-value-typo', 'namespace-label-on-pods'],
  candidates: unlabelled,
}

/** The label was put on the pods of the namespace instead of on the namespace. */
export const namespaceLabelOnPods: Recogniser = {
  id: 'namespace-label-on-pods',
  leaves: 'closed',
  *candidates(context) {
    for (const candidate of unlabelled(context)) {
      const pods = podLabels(context, [candidate.name])
      const carried = pods.some(labels =>
        Object.entries(candidate.labels).every(([key, value]) => labels[key] === value),
      )
      if (carried) yield { ...candidate, certain: true }
    }
  },
}

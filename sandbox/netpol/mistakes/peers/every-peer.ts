import type { V1NetworkPolicyPeer } from '@kubernetes/client-node'
import type { Context } from '../context'
import { labelChoices, namespaceLabels, podLabels } from '../labels/selector-places'
import { peersField, rulesOf, withValue } from '../policy'
import { field, type Recogniser, replaced } from '../recogniser'

/** Namespaces by one label, and pods of theirs by one label. */
export function namespacePeers(context: Context): V1NetworkPolicyPeer[] {
  const peers = namespaceLabels(context).flatMap(({ name, labels }) => {
    const choices = new Map(
      podLabels(context, [name])
        .flatMap(one => Object.entries(one))
        .map(([key, value]) => [`${key}=${value}`, { [key]: value }]),
    )
    return Object.entries(labels).flatMap(([key, value]) => {
      const namespaceSelector = { matchLabels: { [key]: value } }
      const both = [...choices.values()].map(matchLabels => ({
        namespaceSelector,
        podSelector: { matchLabels },
      }))
      return [{ namespaceSelector }, ...both]
    })
  })
  return [...new Map(peers.map(peer => [JSON.stringify(peer), peer])).values()]
}

/** A rule for some ports that names nobody, and so is for everybody, where some were meant. */
export const everyPeer: Recogniser = {
  id: 'every-peer',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { rule, path, direction } of rulesOf(policy)) {
        const list = peersField[direction]
        if ((rule.from ?? rule.to ?? []).length > 0 || (rule.ports ?? []).length === 0) continue
        const instead = replaced(policy, withValue(policy, path, undefined))
        const pods = labelChoices(context, policy).map(matchLabels => ({ podSelector: { matchLabels } }))
        const blocks = context.meantBlocks.map(ipBlock => ({ ipBlock }))
        for (const peer of [...pods, ...namespacePeers(context), ...blocks]) {
          const meant = [peer]
          yield { ...field(policy, [...path, list], meant, { params: { list } }), instead }
        }
      }
    }
  },
}

import type { V1NetworkPolicyPeer, V1Pod } from '@kubernetes/client-node'
import { type Cidr, contains, parseAddress, parseCidr } from '../../compile/addresses'
import type { Context } from '../context'
import { selects } from '../labels/selector-places'
import { peersOf, rulesOf, type WrittenPolicy } from '../policy'
import { type Candidate, field, type Recogniser } from '../recogniser'

const singleAddress = /\/(32|128)$/

/** Of a prefix of at least so many bits the addresses may be those of Services. */
const narrow = 12

const namespaceOf = ({ metadata }: V1Pod): string => metadata?.namespace ?? 'default'

const prefixOf = (cidr: string): number => Number(cidr.split('/')[1])

const isInside = (cidr: Cidr, text: string | undefined): boolean => {
  const address = text ? parseAddress(text) : undefined
  return address !== undefined && contains(cidr, address)
}

/** Pods of one namespace by labels that all of them have. */
function selecting(
  policy: WrittenPolicy,
  namespace: string,
  matchLabels: Record<string, string>,
): V1NetworkPolicyPeer {
  const peer = { podSelector: { matchLabels } }
  if (namespace === policy.metadata.namespace) return peer
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...peer,
  }
}

/** Whom the block was meant for: pods of one kind that it names by address, or those behind a Service. */
function* meantBy(
  context: Context,
  cidr: Cidr,
  text: string,
): Iterable<{ whom: string; namespace: string; labels: Record<string, string> }> {
  const named = context.pods.filter(({ status }) => isInside(cidr, status?.podIP))
  for (const pod of named) {
    const labels = pod.metadata?.labels ?? {}
    const isLike = (other: V1Pod) =>
      namespaceOf(other) === namespaceOf(pod) && selects({ matchLabels: labels }, other.metadata?.labels)
    // A block around pods of several kinds names none of them.
    if (!named.every(isLike)) continue
    yield { whom: `${namespaceOf(pod)}/${pod.metadata?.name}`, namespace: namespaceOf(pod), labels }
  }
  // A wide block around the one Service of a range was hardly meant for it.
  if (named.length > 0 || prefixOf(text) < narrow) return
  const services = context.services.filter(({ spec }) => spec?.selector && isInside(cidr, spec.clusterIP))
  for (const { metadata, spec } of services.length === 1 ? services : []) {
    const namespace = metadata?.namespace ?? 'default'
    yield { whom: `Service ${namespace}/${metadata?.name}`, namespace, labels: spec?.selector ?? {} }
  }
}

/** An ipBlock with the address of a pod, whose successor has another one, or of a Service, which no policy sees. */
export const ipBlockForPods: Recogniser = {
  id: 'ip-block-for-pods',
  *candidates(context): Iterable<Candidate> {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        const cidr = peer.ipBlock && parseCidr(peer.ipBlock.cidr)
        if (!cidr || !peer.ipBlock) continue
        for (const { whom, namespace, labels } of meantBy(context, cidr, peer.ipBlock.cidr)) {
          const params = {
            cidr: peer.ipBlock.cidr,
            pod: whom,
            isService: whom.startsWith('Service ') ? 'yes' : 'no',
          }
          yield field(policy, path, selecting(policy, namespace, labels), {
            params,
            certain: singleAddress.test(peer.ipBlock.cidr),
          })
        }
      }
    }
  },
}

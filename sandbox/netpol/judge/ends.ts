import { type Address, keyOf, parseAddress } from '../compile/addresses'
import type { Pod } from '../compile/pods'
import type { Endpoint } from '../model'
import { UnknownEndpoint } from '../unknown-endpoint'
import { anyFamily, familiesOf, type Party } from './party'
import type { PodClass, PodClasses } from './pod-class'

/** One end of a flow, found in the model. */
export type End = {
  /** Undefined for an address that is no pod's: outside the cluster, or a node. */
  pod: Pod | undefined
  /** Only of who policies can isolate. */
  podClass: PodClass | undefined
  party: Party
  /** Asked for by one address, as opposed to a pod with all of its addresses. */
  byAddress: boolean
}

/**
 * The families of the addresses of `other` that `own` can meet: who is asked for by address has that one, a pod those
 * of a family that both have.
 */
export const meetingFamilies = (own: End, other: End): number =>
  other.byAddress ? anyFamily : own.party.families & other.party.families

const outsider = (addresses: readonly Address[]): Party => ({
  pod: undefined,
  addresses,
  families: familiesOf(addresses),
})

/** Pods of one name. Most names are found in one namespace only: then one look-up finds the pod. */
type Namesakes = { namespace: string; end: End; elsewhere: Map<string, End> | undefined }

/** Finds who is meant by the ends of flows. */
export class Ends {
  private readonly byName = new Map<string, Namesakes>()
  private readonly byAddress = new Map<string, End>()

  constructor(
    private readonly pods: readonly Pod[],
    classes: PodClasses,
  ) {
    for (const pod of pods) {
      const podClass = pod.kind === 'pod' ? classes.of(pod) : undefined
      const end: End = { pod, podClass, party: podClass ?? outsider(pod.addresses), byAddress: false }
      this.add(pod, end)
      if (podClass) for (const address of pod.addresses) this.byAddress.set(keyOf(address), end)
    }
  }

  private add({ namespace, name }: Pod, end: End): void {
    const namesakes = this.byName.get(name)
    if (!namesakes) this.byName.set(name, { namespace, end, elsewhere: undefined })
    else if (namesakes.namespace === namespace) namesakes.end = end
    else {
      namesakes.elsewhere ??= new Map()
      namesakes.elsewhere.set(namespace, end)
    }
  }

  /** Throws UnknownEndpoint. An address that a pod has is that pod; a host-network pod's is its node's. */
  find(endpoint: Endpoint): End {
    if ('pod' in endpoint) {
      const namesakes = this.byName.get(endpoint.pod)
      if (namesakes?.namespace === endpoint.namespace) return namesakes.end
      const end = namesakes?.elsewhere?.get(endpoint.namespace)
      if (end) return end
      throw new UnknownEndpoint(endpoint)
    }
    const address = parseAddress(endpoint.ip)
    if (!address) throw new UnknownEndpoint(endpoint)
    const owner = this.byAddress.get(keyOf(address))
    const addresses = [address]
    if (!owner) return { pod: undefined, podClass: undefined, party: outsider(addresses), byAddress: true }
    return {
      ...owner,
      party: { pod: owner.party.pod, addresses, families: familiesOf(addresses) },
      byAddress: true,
    }
  }

  /** Every pod that can send or answer: not those that ran to their end. */
  running(): Endpoint[] {
    return this.pods.flatMap(({ namespace, name, kind }) =>
      kind === 'gone' ? [] : [{ namespace, pod: name }],
    )
  }
}

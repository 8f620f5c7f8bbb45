import type { V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Cni } from '../../../provider'
import { annotateNode } from '../../cni/install'
import type { CniProfile } from '../../cni/profile'
import { createAddressPool, isIPv6 } from '../../network/address'
import type { Network } from '../../network/network'
import { registerNode } from '../../system'
import type { NodePlace } from '../../system/places'
import { createNodeVolumes } from '../volumes/node-volumes'
import type { NodeContext } from './node-context'
import { startNodeStatus } from './node-status'

/** One node of a cluster: what its pods get from it. */
export type Node = Disposable & {
  readonly context: NodeContext
  /** Who gave a pod on the network its interface, by uid. */
  readonly interfaces: ReadonlyMap<string, Cni>
  /** Is its kubelet there? */
  readonly running: boolean
  /** Tells the API server of itself, as a kubelet does when it starts; again, where its object is gone. */
  start(cni: CniProfile): void
  stop(): void
}

type Shared = Pick<NodeContext, 'registry' | 'accounts' | 'images' | 'boot' | 'gracePeriodCap'>

export function createNode(
  shared: Shared,
  {
    place,
    network,
    interfaceOf,
    directory,
  }: {
    place: NodePlace
    network: Network
    /** The plug-in that gives a pod its interface. */
    interfaceOf: (uid: string) => CniProfile
    /** Where its disk is kept; without it, it is gone with the process. */
    directory?: string
  },
): Node {
  const { registry } = shared
  const nodeNetwork = network.joinNode(place)
  const addresses = createAddressPool(place.podBlocks[0]!)
  const interfaces = new Map<string, Cni>()
  const volumes = createNodeVolumes(registry, directory)
  // Pods that ran before the node was started anew keep their addresses, so nobody else may get them first.
  const restored = new Set(
    registry.list<V1Pod>('pods').flatMap(({ spec, status }) => {
      const isOurs = spec?.nodeName === place.name && !spec.hostNetwork
      const ip =
        isOurs && (status?.phase === 'Running' || status?.phase === 'Pending') ? status.podIP : undefined
      return ip && addresses.reserve(ip) ? [ip] : []
    }),
  )
  const joinNetwork = ({ metadata }: V1Pod, wanted?: string) => {
    const { namespace = '', name = '', uid = '' } = metadata ?? {}
    const kept = wanted !== undefined && (restored.delete(wanted) || addresses.reserve(wanted))
    const address = kept ? wanted : addresses.take()
    if (address === undefined) return undefined
    const cni = interfaceOf(uid)
    const joined = network.join({
      addresses: place.podBlocks.map(block => (isIPv6(block) ? beside(address, block) : address)),
      endpoint: { namespace, pod: name },
      node: place.name,
      cni,
    })
    interfaces.set(uid, cni.name)
    return {
      ...joined,
      dispose() {
        joined.dispose()
        interfaces.delete(uid)
        addresses.release(address)
      },
    }
  }
  let status: Disposable | undefined
  const stop = () => {
    status?.dispose()
    status = undefined
  }
  return {
    context: { ...shared, place, nodeNetwork, volumes, pulled: new Set(), joinNetwork },
    interfaces,
    get running() {
      return status !== undefined
    },
    start(cni) {
      registerNode(registry, place)
      annotateNode(registry, place, cni)
      status ??= startNodeStatus(registry, place.name)
    },
    stop,
    dispose() {
      stop()
      volumes.dispose()
      nodeNetwork.dispose()
    },
  }
}

/** A pod's IPv6 address ends as its IPv4 address does. */
const beside = (address: string, block: string) =>
  block.replace(/::\/\d+$/, `::${Number(address.split('.')[3]).toString(16)}`)

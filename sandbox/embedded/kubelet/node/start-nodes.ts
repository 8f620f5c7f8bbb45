import { join } from 'node:path'
import type { V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Cni, FlowLog } from '../../../provider'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import { profiles } from '../../cni'
import { annotateNode } from '../../cni/install'
import { watchInstalled } from '../../cni/installed'
import { markSilent } from '../../controllers/nodes/silence'
import { createImageTable } from '../../images/table'
import type { KeptMachine } from '../../machine/kept-machine'
import { createNetwork } from '../../network/network'
import type { NetworkNamespace } from '../../network/stack'
import { placeOf } from '../../system/places'
import type { Kubelet } from '../kubelet'
import { createKubelet } from '../kubelet-server'
import { PodWorker } from '../pod-worker'
import { createNode, type Node } from './node'
import type { Boot, NodeContext } from './node-context'
import { nodeName } from './node-name'

/** A lab does not make people wait: a pod that ignores SIGTERM has this long, whatever it asks for. Milliseconds. */
const defaultGracePeriodCap = 1_000

/** node-monitor-grace-period. Milliseconds. */
const silentAfter = 50_000

/** The nodes of a cluster: kubelets, network and its flows. */
export type Nodes = Disposable & {
  readonly kubelet: Kubelet
  readonly flows: FlowLog
  /** The control plane's own network: where the API server listens. */
  readonly network: NetworkNamespace
  /** Resolves when the pods that ran before run again. */
  readonly resumed: Promise<void>
  /** A place on the network for somebody outside the cluster. */
  joinOutside(address: string): NetworkNamespace
  /** As made anew with another network plug-in: every pod has its interface from it. */
  switchCni(cni: Cni): void
  /** Nothing is on their disks any more. */
  wipe(): void
  /** Brings about what the machine says: there are its nodes, those run that are not switched off, and no others. */
  align(): void
  /** Holds no objects that can be found again. */
  rest(): void
}

/** Starts the nodes; they run every pod that is bound to one of them. */
export function startNodes(options: {
  registry: Registry
  machine: KeptMachine
  accounts: ServiceAccountTokens
  /** Where their disks are kept; without it, they are gone with the process. */
  directory?: string
  gracePeriodCap?: number
  /** Milliseconds from a policy's change until it is enforced. */
  enforcementDelay?: number
  /** Milliseconds until a node that is switched off counts as not Ready. */
  silentAfter?: number
}): Nodes {
  const { registry, machine, enforcementDelay = 0 } = options
  const network = createNetwork({ registry, cni: profiles[machine.now.cni], enforcementDelay })
  const boot: Boot = { over: false, resumed: [] }
  const shared = {
    boot,
    registry,
    accounts: options.accounts,
    images: createImageTable(registry),
    gracePeriodCap: options.gracePeriodCap ?? defaultGracePeriodCap,
  }
  const interfaceOf = (uid: string) => profiles[machine.now.interfaces[uid] ?? machine.now.cni]
  const nodes = new Map<string, Node>()
  /** By uid: a pod that is going and a new one of the same name are two. */
  const workers = new Map<string, PodWorker>()
  const byName = new Map<string, PodWorker>()
  const keyOf = (namespace: string, name: string) => `${namespace}/${name}`

  const look = (type: string, pod: V1Pod) => {
    const node = nodes.get(pod.spec?.nodeName ?? '')
    const uid = pod.metadata!.uid!
    const key = keyOf(pod.metadata!.namespace!, pod.metadata!.name!)
    const worker = workers.get(uid)
    if (type === 'DELETED') {
      worker?.dispose(pod)
      workers.delete(uid)
      if (byName.get(key) === worker) byName.delete(key)
    } else if (worker) worker.update(pod)
    else if (node?.running) {
      const added = new PodWorker(node.context, pod)
      workers.set(uid, added)
      byName.set(key, added)
      added.start()
    }
  }
  let disposed = false
  const watch = registry.watch<V1Pod>('pods', ({ type, object }) => {
    // The listener runs inside the commit: the work follows it.
    queueMicrotask(() => {
      if (!disposed) look(type, object)
    })
  })
  const installed = watchInstalled(registry, profile => {
    const { name } = profile
    if (disposed) return
    if (name !== machine.now.cni) {
      const present = [...nodes.values()].flatMap(({ interfaces }) => [...interfaces])
      const others = Object.fromEntries(present.filter(([, cni]) => cni !== name))
      machine.change({ cni: name, interfaces: others })
      network.use(profile, 'new')
    }
    for (const node of nodes.values()) annotateNode(registry, node.context.place, profile)
  })
  /** Everything on a node ends, and its pods stay what they were, as when a machine is switched off. */
  const forget = (context: NodeContext) => {
    for (const [uid, worker] of workers) {
      if (worker.node !== context) continue
      worker.dispose()
      workers.delete(uid)
    }
    for (const [key, worker] of byName) if (worker.node === context) byName.delete(key)
  }
  const wanted = (): [name: string, runs: boolean][] => {
    const { state, workers } = machine.now
    const isOn = state !== 'stopped'
    const others = Object.entries(workers).map(([name, one]): [string, boolean] => [
      name,
      isOn && one === 'running',
    ])
    return [[nodeName, isOn], ...others]
  }
  const add = (name: string) => {
    const place = placeOf(name, machine.now.dualStack)
    const { directory } = options
    const disk = directory && (name === nodeName ? directory : join(directory, name))
    const node = createNode(shared, { place, network, interfaceOf, ...(disk && { directory: disk }) })
    nodes.set(name, node)
    return node
  }
  const remove = (node: Node) => {
    forget(node.context)
    nodes.delete(node.context.place.name)
    node.dispose()
  }
  /** Is it where the machine says? Made anew, a cluster may have other families. */
  const fits = ({ context: { place } }: Node) =>
    place.addresses.length === placeOf(place.name, machine.now.dualStack).addresses.length

  /** Nobody sees at once that a machine was switched off. */
  const fallSilent = (node: Node) => {
    const { name } = node.context.place
    setTimeout(() => {
      if (!disposed && nodes.get(name) === node && !node.running) markSilent(registry, name)
    }, options.silentAfter ?? silentAfter).unref()
  }

  const align = () => {
    const names = new Map(wanted())
    for (const [name, node] of nodes) {
      if (!names.has(name)) node.context.volumes.wipe()
      if (!names.has(name) || !fits(node)) remove(node)
    }
    for (const [name, runs] of names) {
      const node = nodes.get(name) ?? add(name)
      const starts = runs && !node.running
      if (runs) node.start(profiles[machine.now.cni])
      else {
        node.stop()
        forget(node.context)
        if (machine.now.state === 'running') fallSilent(node)
      }
      if (!starts) continue
      for (const pod of registry.list<V1Pod>('pods')) if (pod.spec?.nodeName === name) look('ADDED', pod)
    }
  }
  align()
  // Who is started later was stopped, and begins anew.
  boot.over = true

  return {
    kubelet: createKubelet(
      (namespace, name) => byName.get(keyOf(namespace, name)),
      () => nodes.get(nodeName)!.context.nodeNetwork,
    ),
    flows: network.flows,
    get network() {
      return nodes.get(nodeName)!.context.nodeNetwork
    },
    resumed: Promise.all(boot.resumed).then(() => {}),
    joinOutside: address => network.join({ addresses: [address], endpoint: { ip: address } }),
    switchCni(cni) {
      machine.change({ cni, interfaces: {} })
      network.use(profiles[cni], 'all')
    },
    wipe() {
      for (const { context } of nodes.values()) context.volumes.wipe()
    },
    align,
    rest() {
      for (const worker of workers.values()) worker.rest()
      network.rest()
    },
    dispose() {
      disposed = true
      watch.dispose()
      installed.dispose()
      for (const node of [...nodes.values()]) remove(node)
      network.dispose()
    },
  }
}

import type { V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Cni, FlowLog } from '../../provider'
import type { ServiceAccountTokens } from '../api/authentication/service-account-tokens'
import type { Registry } from '../api/registry'
import { profiles } from '../cni'
import { annotateNode } from '../cni/install'
import { watchInstalled } from '../cni/installed'
import { createImageTable } from '../images/table'
import type { KeptMachine } from '../machine/kept-machine'
import { createAddressPool } from '../network/address'
import { createNetwork } from '../network/network'
import type { NetworkNamespace } from '../network/stack'
import { nodeAddress } from '../system/node'
import type { Kubelet } from './kubelet'
import { createKubelet } from './kubelet-server'
import type { Boot } from './node-context'
import { nodeName } from './node-name'
import { startNodeStatus } from './node-status'
import { PodWorker } from './pod-worker'
import { createNodeVolumes } from './volumes/node-volumes'

const podBlock = '10.244.0.0/24'

/** A lab does not make people wait: a pod that ignores SIGTERM has this long, whatever it asks for. Milliseconds. */
const defaultGracePeriodCap = 1_000

/** The node of a cluster: kubelet, network and its flows. */
export type Node = Disposable & {
  readonly kubelet: Kubelet
  readonly flows: FlowLog
  /** The node's own network: where the control plane listens. */
  readonly network: NetworkNamespace
  /** Resolves when the pods that ran before run again. */
  readonly resumed: Promise<void>
  /** A place on the network for somebody outside the cluster. */
  joinOutside(address: string): NetworkNamespace
  /** As made anew with another network plug-in: every pod has its interface from it. */
  switchCni(cni: Cni): void
  /** Nothing is on its disk any more. */
  wipe(): void
  /** Everything on it ends, and the pods stay what they were, as when a machine is switched off. */
  stop(): void
  /** Runs what was stopped again, each pod with a new interface. */
  start(): void
}

/** Starts the node; it runs every pod that is bound to it. */
export function startNode(options: {
  registry: Registry
  machine: KeptMachine
  accounts: ServiceAccountTokens
  /** Where its disk is kept; without it, it is gone with the process. */
  directory?: string
  gracePeriodCap?: number
  /** Milliseconds from a policy's change until it is enforced. */
  enforcementDelay?: number
}): Node {
  const { registry, machine, enforcementDelay = 0 } = options
  const network = createNetwork({
    registry,
    cni: profiles[machine.now.cni],
    nodeAddress,
    podBlock,
    enforcementDelay,
  })
  const addresses = createAddressPool(podBlock)
  /** By uid: a pod that is going and a new one of the same name are two. */
  const workers = new Map<string, PodWorker>()
  const byName = new Map<string, PodWorker>()
  /** By uid: who gave a pod on the network its interface. */
  const interfaces = new Map<string, Cni>()
  const keyOf = (namespace: string, name: string) => `${namespace}/${name}`
  const boot: Boot = { over: false, resumed: [] }
  const context = {
    boot,
    registry,
    accounts: options.accounts,
    images: createImageTable(registry),
    volumes: createNodeVolumes(registry, options.directory),
    pulled: new Set<string>(),
    nodeAddress,
    nodeNetwork: network.node,
    gracePeriodCap: options.gracePeriodCap ?? defaultGracePeriodCap,
    joinNetwork(pod: V1Pod, wanted?: string) {
      const { namespace = '', name = '', uid = '' } = pod.metadata ?? {}
      const kept = wanted !== undefined && (restored.delete(wanted) || addresses.reserve(wanted))
      const address = kept ? wanted : addresses.take()
      if (address === undefined) return undefined
      const cni = machine.now.interfaces[uid] ?? machine.now.cni
      const joined = network.join(address, { namespace, pod: name }, profiles[cni])
      interfaces.set(uid, cni)
      return {
        ...joined,
        dispose() {
          joined.dispose()
          interfaces.delete(uid)
          addresses.release(address)
        },
      }
    },
  }
  // Pods that ran before the node was started anew keep their addresses, so nobody else may get them first.
  const restored = new Set(
    registry.list<V1Pod>('pods').flatMap(({ status }) => {
      const ip = status?.phase === 'Running' || status?.phase === 'Pending' ? status.podIP : undefined
      return ip && addresses.reserve(ip) ? [ip] : []
    }),
  )

  let running = machine.now.state !== 'stopped'
  const look = (type: string, pod: V1Pod) => {
    if (!running) return
    const uid = pod.metadata!.uid!
    const key = keyOf(pod.metadata!.namespace!, pod.metadata!.name!)
    const worker = workers.get(uid)
    if (type === 'DELETED') {
      worker?.dispose()
      workers.delete(uid)
      if (byName.get(key) === worker) byName.delete(key)
    } else if (worker) worker.update(pod)
    else if (pod.spec?.nodeName === nodeName) {
      const added = new PodWorker(context, pod)
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
  const status = startNodeStatus(registry)
  const installed = watchInstalled(registry, profile => {
    const { name } = profile
    if (disposed || name === machine.now.cni) return
    const others = Object.fromEntries([...interfaces].filter(([, cni]) => cni !== name))
    machine.change({ cni: name, interfaces: others })
    network.use(profile, 'new')
    annotateNode(registry, profile)
  })
  const forget = () => {
    for (const worker of workers.values()) worker.dispose()
    workers.clear()
    byName.clear()
  }

  return {
    kubelet: createKubelet((namespace, name) => byName.get(keyOf(namespace, name)), network.node),
    flows: network.flows,
    network: network.node,
    // Their workers are made in the microtasks that are queued already.
    resumed: Promise.resolve()
      .then(() => Promise.all(boot.resumed))
      .then(() => {}),
    joinOutside: address => network.join(address, { ip: address }),
    switchCni(cni) {
      machine.change({ cni, interfaces: {} })
      network.use(profiles[cni], 'all')
    },
    wipe: context.volumes.wipe,
    stop() {
      running = false
      boot.over = true
      forget()
    },
    start() {
      if (running) return
      running = true
      machine.change({ interfaces: {} })
      for (const pod of registry.list<V1Pod>('pods')) look('ADDED', pod)
    },
    dispose() {
      disposed = true
      watch.dispose()
      installed.dispose()
      status.dispose()
      forget()
      context.volumes.dispose()
      network.dispose()
    },
  }
}

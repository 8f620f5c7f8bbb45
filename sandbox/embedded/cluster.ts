import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cni, FlowLog, StartState } from '../provider'
import { createApi } from './api'
import { createServiceAccountTokens } from './api/authentication/service-account-tokens'
import { serveDefinitions } from './api/custom-resources/serve-definitions'
import { createRegistry } from './api/generic-registry'
import type { Registry } from './api/registry'
import { profiles } from './cni'
import { installCni } from './cni/install'
import { startControllers } from './controllers'
import { nodeName, startNodes } from './kubelet'
import { keepMachine, workersFor } from './machine/kept-machine'
import type { Made } from './machine/machine'
import { runMachine } from './machine/run-machine'
import { serveMachine } from './machine/serve-machine'
import { serveMetrics } from './metrics/serve'
import { serveApiPort } from './network/api-port'
import { createOutside } from './outside'
import { registrations } from './resources'
import { podsSettled } from './settled'
import { createStore } from './store'
import { apiCertificate, bootstrap, certificateAuthority } from './system'
import { furnishAccess } from './system/access'
import { clearObjects, remove } from './system/clear'
import { placeOf } from './system/places'
import { renewSystem, restoreSystem } from './system/renew'
import { copyOf, type Template, templateOf } from './template'

export type Identity = { username: string; groups: readonly string[] }

export type ClusterOptions = {
  /** Where its state is kept; nothing is written without it. */
  directory?: string
  /** The one it had before, or calico, unless given. */
  cni?: Cni
  /** What it begins with if it is new, instead of setting up everything; for one as they are made without other options. */
  template?: Template
  /** As many as it had, or one, unless given; never fewer than it had. */
  nodes?: number
  /** Both IP families for nodes, pods and services; for a new cluster. */
  dualStack?: boolean
  /** Milliseconds from a policy's change until it is enforced; 0 unless given. */
  enforcementDelay?: number
  /** Bearer tokens and who they are. */
  tokens: Readonly<Record<string, Identity>>
  /** What its service accounts' tokens are signed with (PEM); without it they count as long as the process. */
  signingKey?: string
  /** The path under which it is mounted, e.g. `/k8s/<sandbox>`; '' at the root. */
  prefix?: string
}

/** One embedded cluster: a Kubernetes API (request, upgrade) with everything behind it. */
export interface Cluster {
  readonly registry: Registry
  readonly flows: FlowLog
  /** The plug-in that decides for new pods. */
  readonly cni: Cni
  /** Handles a request whose path begins with `prefix`. Never rejects: faults become a Kubernetes Status. */
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** What others can begin with, while nobody has asked it anything. */
  template(): Template | undefined
  /** Pods of kube-system Ready, service accounts there. */
  readonly ready: Promise<void>
  /** Resolves when every pod is Ready; rejects, naming the pods, after `timeout` milliseconds. */
  settled(timeout: number): Promise<void>
  /** Forgets every object but the system's, and takes another CNI, other hosts outside, other policies to hide. */
  clear(next: Around): Promise<void>
  /** Nobody uses it at the moment: lets go of memory that can be had again. */
  rest(): void
  /** Resolves when everything acknowledged so far survives `kill -9`. */
  durable(): Promise<void>
  close(): Promise<void>
}

/** What is around the objects of a start state. */
export type Around = Pick<StartState, 'cni' | 'externalHosts' | 'hiddenPolicies' | 'nodes' | 'dualStack'>

/** Milliseconds that the system's pods may take. */
const patience = 30_000

/** Starts a cluster. Its API answers at once; `ready` tells when its system pods run. */
export function createCluster(options: ClusterOptions): Cluster {
  /** Is it new, and has nobody asked it anything? Then there is nothing to clear. */
  let unused = false
  const store = createStore({
    directory: options.directory,
    begin: () => {
      unused = true
      return options.template && copyOf(options.template)
    },
  })
  const registry = createRegistry({ store, registrations })
  const hide = (namespaces: readonly string[]) => {
    registry.hiddenPolicies.clear()
    for (const namespace of namespaces) registry.hiddenPolicies.add(namespace)
  }
  const kept = keepMachine(options.directory, options)
  hide(kept.now.hiddenPolicies)
  const controlPlane = () => placeOf(nodeName, kept.now.dualStack)
  const settleFamilies = () => {
    registry.ipFamilies = kept.now.dualStack ? ['IPv4', 'IPv6'] : ['IPv4']
  }
  settleFamilies()
  bootstrap(registry, controlPlane())
  furnishAccess(store)
  const accounts = createServiceAccountTokens({ registry, key: options.signingKey })
  const definitions = serveDefinitions(registry)
  const metrics = serveMetrics(registry)
  const controllers = startControllers({ registry, accounts, certificateAuthority })
  const nodes = startNodes({
    registry,
    machine: kept,
    accounts,
    ...(options.directory && { directory: options.directory }),
    ...(options.enforcementDelay && { enforcementDelay: options.enforcementDelay }),
  })
  const outside = createOutside(nodes.joinOutside)
  outside.declare(kept.now.externalHosts)
  installCni(registry, profiles[kept.now.cni])

  const align = () => {
    nodes.align()
    if (nodes.network === apiPort.network) return
    apiPort.dispose()
    apiPort = serveOnNode()
  }
  const isMadeAs = ({ cni, nodes = 1, dualStack = false }: Around) =>
    cni === kept.now.cni &&
    nodes === 1 + Object.keys(kept.now.workers).length &&
    dualStack === kept.now.dualStack
  const arrange = ({ externalHosts = [], hiddenPolicies = [], ...made }: Around) => {
    nodes.switchCni(made.cni)
    kept.change({
      externalHosts,
      hiddenPolicies,
      state: 'running',
      workers: workersFor(made.nodes ?? 1),
      dualStack: made.dualStack ?? false,
    })
    settleFamilies()
    outside.declare(externalHosts)
    hide(hiddenPolicies)
  }
  /** Without objects, and around it what is asked for. */
  const empty = async (around: Around) => {
    await clearObjects(registry)
    // A built-in role that somebody had changed was deleted with the rest.
    furnishAccess(store)
    nodes.wipe()
    arrange(around)
  }
  const machine = runMachine({
    registry,
    kept,
    align,
    async renew(made: Required<Made>) {
      await empty({ ...kept.now, ...made })
      renewSystem(registry, store, profiles[made.cni], controlPlane())
      align()
    },
    async settled() {
      await podsSettled(registry, patience).catch(() => {})
      await store.durable()
    },
  })
  const api = createApi({
    beside: serveMachine(machine),
    registry,
    kubelet: nodes.kubelet,
    tokens: options.tokens,
    accounts,
    prefix: options.prefix ?? '',
  })
  const serveOnNode = () => {
    const { network } = nodes
    const port = serveApiPort(
      network,
      (request, response) => {
        request.url = (options.prefix ?? '') + request.url
        unused = false
        api.request(request, response)
      },
      apiCertificate,
    )
    return { network, dispose: port.dispose }
  }
  let apiPort = serveOnNode()
  return {
    registry,
    flows: nodes.flows,
    get cni() {
      return kept.now.cni
    },
    request(request, response) {
      unused = false
      api.request(request, response)
    },
    upgrade(request, socket, head) {
      unused = false
      api.upgrade(request, socket, head)
    },
    ready:
      kept.now.state === 'stopped'
        ? Promise.resolve()
        : Promise.all([podsSettled(registry, patience), nodes.resumed]).then(() => {}),
    template: () => (unused ? templateOf(store.image()) : undefined),
    settled: timeout => podsSettled(registry, timeout),
    async clear(next) {
      if (unused && isMadeAs(next)) {
        arrange(next)
        for (const event of registry.list('events')) remove(registry, 'events', event)
      } else {
        await empty(next)
        restoreSystem(registry, profiles[next.cni], controlPlane())
      }
      unused = false
      align()
    },
    rest() {
      nodes.rest()
      store.rest()
    },
    durable: () => store.durable(),
    async close() {
      apiPort.dispose()
      outside.dispose()
      api.close()
      nodes.dispose()
      controllers.dispose()
      definitions.dispose()
      metrics.dispose()
      await store.close()
    },
  }
}

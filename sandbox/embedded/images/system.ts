import type { Registry } from '../api/registry'
import { serveDns } from '../network/dns/server'
import { lookUp } from '../network/dns/zone'
import { NetworkError } from '../network/network-error'
import { plainText } from '../programs/agnhost/answers'
import { beside } from '../programs/beside'
import { serveHttp } from '../programs/http/server'
import type { ContainerProgram } from '../programs/machine'
import { listenOrSay } from '../programs/servers/listen-or-say'
import { untilAborted } from '../programs/until-aborted'
import { type Image, path } from './image'

/** Images without a shell or tools: one program each. */
const single = (
  name: string,
  program: ContainerProgram,
  size: number,
  elsewhere: readonly string[] = [],
): Image => ({
  programs: { [name]: program },
  paths: Object.fromEntries([`/${name}`, ...elsewhere].map(path => [path, name])),
  tools: [],
  distribution: 'distroless',
  directory: '/bin',
  files: {},
  entrypoint: [`/${name}`],
  command: [],
  environment: { PATH: path },
  workingDirectory: '/',
  size,
  hasTag: tag => /^(latest|v?\d+(\.\d+)*)$/.test(tag),
})

const daemon =
  (greeting: string): ContainerProgram =>
  async process => {
    await process.stderr.write(`${greeting}\n`)
    await untilAborted(process.signal)
    return 0
  }

const atOnce: ContainerProgram = () => Promise.resolve(0)

/** Runs on as a daemon; called to set something up (`-init`) or to be asked how it is, it is done at once. */
const agent = (greeting: string): ContainerProgram => {
  const run = daemon(greeting)
  return (process, machine) =>
    process.argv.slice(1).some(argument => asks.test(argument))
      ? atOnce(process, machine)
      : run(process, machine)
}
const asks =
  /^-{0,2}(init|best-effort|upgrade|felix-live|felix-ready|bird-live|bird-ready|shutdown|status|r|l)$/

const version = '1.14.7'

const coredns =
  (registry: Registry): ContainerProgram =>
  async (process, { sockets }) => {
    try {
      const serving = serveDns(question => lookUp(registry, question), sockets, process.signal)
      await process.stdout.write(`.:53\nCoreDNS-${version}\nlinux/amd64\n`)
      await serving
      return 0
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      await process.stdout.write(`Listen: listen tcp :53: bind: ${error.message.toLowerCase()}\n`)
      return 1
    }
  }

type Agent = {
  /** The program, and what it says when it has started. */
  program: string
  greeting: string
  /** Bytes. */
  size: number
  /** Where the manifests of the projects find it, beside `/<program>` and PATH. */
  paths?: readonly string[]
  /** Commands of their init containers that are done at once: there is no host to install anything on. */
  installs?: readonly string[]
}

const calico: Readonly<Record<string, Agent>> = {
  cni: {
    program: 'calico',
    greeting: 'CNI plugin version: v3.31.2',
    size: 71_812_044,
    installs: ['/opt/cni/bin/install', '/opt/cni/bin/calico-ipam'],
  },
  'kube-controllers': {
    program: 'kube-controllers',
    greeting: 'Started kube-controllers',
    size: 51_234_110,
    paths: ['/usr/bin/kube-controllers'],
    installs: ['/usr/bin/check-status'],
  },
  node: { program: 'calico-node', greeting: 'Felix is up', size: 154_212_021 },
}

/** Network plug-ins, by repository. */
const agents: Readonly<Record<string, Agent>> = {
  ...Object.fromEntries(
    ['docker.io', 'quay.io'].flatMap(host =>
      Object.entries(calico).map(([name, image]) => [`${host}/calico/${name}`, image]),
    ),
  ),
  'docker.io/cloudnativelabs/kube-router': {
    program: 'kube-router',
    greeting: 'Starting network policy controller',
    size: 44_120_883,
    paths: ['/usr/local/bin/kube-router'],
  },
  'docker.io/weaveworks/weave-kube': {
    program: 'weave',
    greeting: 'Listening for connections',
    size: 34_911_205,
    paths: ['/home/weave/launch.sh'],
    installs: ['/home/weave/init.sh'],
  },
  'docker.io/weaveworks/weave-npc': {
    program: 'weave-npc',
    greeting: 'Starting Weaveworks NPC 2.8.1',
    size: 15_040_712,
  },
  'ghcr.io/flannel-io/flannel': {
    program: 'flanneld',
    greeting: 'Running backend.',
    size: 35_021_224,
    paths: ['/opt/bin/flanneld'],
    installs: ['cp'],
  },
  'ghcr.io/flannel-io/flannel-cni-plugin': {
    program: 'flannel',
    greeting: '',
    size: 4_857_102,
    installs: ['cp'],
  },
  'quay.io/cilium/cilium': {
    program: 'cilium-agent',
    greeting: 'Daemon initialization completed',
    size: 245_330_908,
    installs: ['cilium-dbg', '/install-plugin.sh', '/init-container.sh'],
  },
  'quay.io/cilium/cilium-envoy': {
    program: 'cilium-envoy',
    greeting: 'starting main dispatch loop',
    size: 66_201_113,
    paths: ['/usr/bin/cilium-envoy-starter'],
  },
  'quay.io/cilium/operator-generic': {
    program: 'cilium-operator-generic',
    greeting: 'Initialization complete',
    size: 34_502_990,
  },
}

function imageOf({ program, greeting, size, paths = [], installs = [] }: Agent): Image {
  const image = single(program, agent(greeting), size, paths)
  const commands = installs.map(path => [path, path.replace(/^.*\//, '')] as const)
  return {
    ...image,
    programs: { ...image.programs, ...Object.fromEntries(commands.map(([, name]) => [name, atOnce])) },
    paths: { ...image.paths, ...Object.fromEntries(commands) },
  }
}

const metricsPort = 10_250

/** Answers kubelet's probes; what it knows is served by the API server's aggregation layer (metrics/serve.ts). */
const metricsServer: ContainerProgram = async (process, { sockets }) => {
  const listener = await listenOrSay(
    process,
    sockets,
    metricsPort,
    `panic: failed to create listener: failed to listen on 0.0.0.0:${metricsPort}: listen tcp 0.0.0.0:${metricsPort}: bind: address already in use`,
  )
  if (!listener) return 1
  beside(
    process,
    serveHttp(listener, () => plainText('ok')),
  )
  await process.stderr.write(`Serving securely on [::]:${metricsPort}\n`)
  await untilAborted(process.signal)
  return 0
}

/** What runs in kube-system, but for the name server. */
export const systemImages: Readonly<Record<string, readonly Image[]>> = {
  ...Object.fromEntries(Object.entries(agents).map(([repository, image]) => [repository, [imageOf(image)]])),
  'registry.k8s.io/metrics-server/metrics-server': [single('metrics-server', metricsServer, 26_871_433)],
  'registry.k8s.io/pause': [single('pause', daemon(''), 320_448)],
}

/** The name server knows the services of its own cluster. */
export const corednsOf = (registry: Registry): Image => single('coredns', coredns(registry), 22_384_805)

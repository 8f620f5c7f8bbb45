import type { Registry } from '../api/registry'
import { serveDns } from '../network/dns/server'
import { lookUp } from '../network/dns/zone'
import { NetworkError } from '../network/network-error'
import type { ContainerProgram } from '../programs/machine'
import { untilAborted } from '../programs/until-aborted'
import { type Image, path } from './image'

/** Images without a shell or tools: one program each. */
const single = (name: string, program: ContainerProgram, size: number): Image => ({
  programs: { [name]: program },
  paths: { [`/${name}`]: name },
  tools: [],
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

/** Runs on as a daemon; called to set something up (`-init`, `install`) or to be asked how it is, it is done at once. */
const agent = (greeting: string): ContainerProgram => {
  const run = daemon(greeting)
  return (process, machine) =>
    process.argv.slice(1).some(argument => atOnce.test(argument)) ? Promise.resolve(0) : run(process, machine)
}
const atOnce = /^-{0,2}(init|best-effort|upgrade|felix-live|felix-ready|bird-live|bird-ready|status|-r|-l)$/

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

/** Network plug-ins: the program, what it says when it has started, and the image's size in bytes. */
const agents: Readonly<Record<string, readonly [program: string, greeting: string, size: number]>> = {
  'docker.io/calico/cni': ['install', 'CNI plugin version: v3.31.2', 71_812_044],
  'docker.io/calico/kube-controllers': ['kube-controllers', 'Started kube-controllers', 51_234_110],
  'docker.io/calico/node': ['calico-node', 'Felix is up', 154_212_021],
  'docker.io/cloudnativelabs/kube-router': ['kube-router', 'Starting network policy controller', 44_120_883],
  'docker.io/weaveworks/weave-kube': ['weave', 'Listening for connections', 34_911_205],
  'docker.io/weaveworks/weave-npc': ['weave-npc', 'Starting Weaveworks NPC 2.8.1', 15_040_712],
  'ghcr.io/flannel-io/flannel': ['flanneld', 'Running backend.', 35_021_224],
  'ghcr.io/flannel-io/flannel-cni-plugin': ['flannel', '', 4_857_102],
  'quay.io/cilium/cilium': ['cilium-agent', 'Daemon initialization completed', 245_330_908],
  'quay.io/cilium/cilium-envoy': ['cilium-envoy', 'starting main dispatch loop', 66_201_113],
  'quay.io/cilium/operator-generic': ['cilium-operator-generic', 'Initialization complete', 34_502_990],
}

/** What runs in kube-system. */
export const systemImages = (registry: Registry): Readonly<Record<string, readonly Image[]>> => ({
  ...Object.fromEntries(
    Object.entries(agents).map(([repository, [program, greeting, size]]) => [
      repository,
      [single(program, agent(greeting), size)],
    ]),
  ),
  'registry.k8s.io/coredns/coredns': [single('coredns', coredns(registry), 22_384_805)],
  'registry.k8s.io/pause': [single('pause', daemon(''), 320_448)],
})

import type { Registry } from '../api/registry'
import { serveDns } from '../network/dns/server'
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
  hasTag: tag => /^(latest|v\d+(\.\d+)*)$/.test(tag),
})

const daemon =
  (greeting: string): ContainerProgram =>
  async process => {
    await process.stderr.write(`${greeting}\n`)
    await untilAborted(process.signal)
    return 0
  }

const version = '1.14.7'

const coredns =
  (registry: Registry): ContainerProgram =>
  async (process, { sockets }) => {
    try {
      const serving = serveDns(registry, sockets, process.signal)
      await process.stdout.write(`.:53\nCoreDNS-${version}\nlinux/amd64\n`)
      await serving
      return 0
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      await process.stdout.write(`Listen: listen tcp :53: bind: ${error.message.toLowerCase()}\n`)
      return 1
    }
  }

/** What runs in kube-system. */
export const systemImages = (registry: Registry): Readonly<Record<string, readonly Image[]>> => ({
  'registry.k8s.io/coredns/coredns': [single('coredns', coredns(registry), 22_384_805)],
  'docker.io/calico/node': [single('calico-node', daemon('Felix is up'), 154_212_021)],
  'docker.io/calico/kube-controllers': [
    single('kube-controllers', daemon('Started kube-controllers'), 51_234_110),
  ],
  'ghcr.io/flannel-io/flannel': [single('flanneld', daemon('Running backend.'), 35_021_224)],
  'registry.k8s.io/pause': [single('pause', daemon(''), 320_448)],
})

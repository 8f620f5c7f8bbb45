import type { V1Container, V1Pod } from '@kubernetes/client-node'
import {
  createMemoryFiles,
  createMountedFiles,
  DeferredFiles,
  type FileSystem,
  type InitialFiles,
} from '../../../process'
import type { Image } from '../../images/image'
import { imageFiles } from '../../images/image-files'
import { clusterDomain } from '../../network/dns/zone'
import type { NetworkNamespace } from '../../network/stack'
import type { VolumeMount } from '../volumes/pod-volumes'
import { networkFiles, procFiles } from './proc-files'

const dnsService = '10.96.0.10'
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

type ContainerFilesOptions = {
  /** As it is when somebody looks. */
  pod: () => V1Pod
  container: V1Container
  image: Image
  podIps: readonly string[]
  mounts: () => readonly VolumeMount[]
  network: NetworkNamespace
}

/**
 * A container's files at its start: the image's, those that the kubelet makes, and its volumes'. Most are never looked
 * at, and so never made; what was only looked at may go and be made again. Throws `FileError` where mounts stand in each
 * other's way: then there is no container.
 */
export function createContainerFiles(options: ContainerFilesOptions): FileSystem {
  const alone = (options.container.volumeMounts ?? []).every(
    ({ mountPath, subPath, subPathExpr }) => mountPath === tokenPath && !subPath && !subPathExpr,
  )
  const born = Date.now()
  if (!alone) return makeFiles(options, born)
  /** From the first change on, or when somebody waits for one. */
  let kept: FileSystem | undefined
  let made: WeakRef<FileSystem> | undefined
  const make = () => {
    const keep = () => {
      kept = files
    }
    const whole = makeFiles(options, born, keep)
    const files: FileSystem = {
      ...whole,
      watch(path, listener) {
        keep()
        return whole.watch(path, listener)
      },
    }
    made = new WeakRef(files)
    return files
  }
  return new DeferredFiles(() => kept ?? made?.deref() ?? make())
}

function makeFiles(
  { container, image, network, podIps, ...options }: ContainerFilesOptions,
  born: number,
  changed?: () => void,
): FileSystem {
  const mounts = options.mounts()
  const root = createMemoryFiles({
    tree: imageFiles(image),
    initial: initialFiles(options.pod(), podIps, mounts),
    made: born,
    ...(changed && { changed }),
  })
  const readOnly = container.securityContext?.readOnlyRootFilesystem ?? false
  return createMountedFiles({ files: root, readOnly }, [
    { at: '/proc', files: procFiles },
    { at: '/proc/net', files: networkFiles(network) },
    ...mounts,
  ])
}

function initialFiles(pod: V1Pod, podIps: readonly string[], mounts: readonly VolumeMount[]): InitialFiles {
  const hostname = pod.spec?.hostname ?? pod.metadata!.name!
  return {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hosts(podIps, hostname, pod),
    '/etc/resolv.conf': resolverConfiguration(pod),
    ...Object.fromEntries(mounts.map(({ at, file }) => [file ? at : `${at}/`, ''])),
  }
}

/** A pod of a subdomain has a full name, too, which comes first. */
const qualified = ({ metadata, spec }: V1Pod, hostname: string) =>
  spec?.subdomain ? `${hostname}.${spec.subdomain}.${metadata?.namespace}.svc.${clusterDomain}\t` : ''

const hosts = (ips: readonly string[], hostname: string, pod: V1Pod) =>
  [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    ...ips.map(ip => `${ip}\t${qualified(pod, hostname)}${hostname}`),
    ...(pod.spec?.hostAliases ?? []).map(alias => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}`),
    '',
  ].join('\n')

/** By dnsPolicy: ClusterFirst, Default (the node's), None (dnsConfig alone). */
function resolverConfiguration({ metadata, spec }: V1Pod): string {
  const clusterFirst = (spec?.dnsPolicy ?? 'ClusterFirst').startsWith('ClusterFirst')
  const own = clusterFirst
    ? {
        search: [`${metadata?.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain],
        nameservers: [dnsService],
        options: ['ndots:5'],
      }
    : { search: [], nameservers: spec?.dnsPolicy === 'None' ? [] : [dnsService], options: [] }
  const { dnsConfig } = spec ?? {}
  const search = [...own.search, ...(dnsConfig?.searches ?? [])]
  const nameservers = [...own.nameservers, ...(dnsConfig?.nameservers ?? [])]
  const chosen = (dnsConfig?.options ?? []).map(({ name, value }) => (value ? `${name}:${value}` : name!))
  const names = new Set(chosen.map(option => option.split(':')[0]))
  const options = [...own.options.filter(option => !names.has(option.split(':')[0])), ...chosen]
  return [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map(server => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n')
}

import type { V1Container, V1Pod } from '@kubernetes/client-node'
import { createMemoryFiles, type FileSystem } from '../../../process'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import type { Image } from '../../images/image'
import { clusterDomain } from '../../network/dns/zone'
import { volumeContent } from './volume-content'

const limits = { bytes: 16 * 1024 * 1024, entries: 5_000 }
const dnsService = '10.96.0.10'
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

const directories = [
  '/bin',
  '/dev',
  '/etc',
  '/proc',
  '/root',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/var/run',
  '/var/tmp',
]

type ContainerFilesOptions = {
  registry: Registry
  accounts: ServiceAccountTokens
  pod: V1Pod
  container: V1Container
  image: Image
  podIp: string
}

/** A container's files at its start: the image's, those that the kubelet makes, and its volumes'. */
export function createContainerFiles(options: ContainerFilesOptions): FileSystem {
  const { volumeMounts = [] } = options.container
  const initial = () => initialFiles(options)
  // Other mounts may stand in each other's way: then there is no container, which is to be known now.
  const later = volumeMounts.every(({ mountPath }) => mountPath === tokenPath)
  return createMemoryFiles({ limits, initial: later ? initial : initial() })
}

function initialFiles(options: ContainerFilesOptions): Record<string, string> {
  const { registry, accounts, pod, container, image, podIp } = options
  const hostname = pod.spec?.hostname ?? pod.metadata!.name!
  const initial: Record<string, string> = {
    ...Object.fromEntries(directories.map(directory => [`${directory}/`, ''])),
    ...image.files,
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hosts(podIp, hostname, pod),
    '/etc/resolv.conf': resolverConfiguration(pod),
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
    '/etc/group': 'root:x:0:\n',
  }
  for (const mount of container.volumeMounts ?? []) {
    const at = mount.mountPath.replace(/\/$/, '')
    const volume = pod.spec?.volumes?.find(({ name }) => name === mount.name)
    const content = volumeContent({ registry, accounts, pod }, volume)
    if (mount.subPath !== undefined) initial[at] = content[mount.subPath] ?? ''
    else for (const [name, text] of Object.entries({ '': '', ...content })) initial[`${at}/${name}`] = text
  }
  return initial
}

/** A pod of a subdomain has a full name, too, which comes first. */
const qualified = ({ metadata, spec }: V1Pod, hostname: string) =>
  spec?.subdomain ? `${hostname}.${spec.subdomain}.${metadata?.namespace}.svc.${clusterDomain}\t` : ''

const hosts = (ip: string, hostname: string, pod: V1Pod) =>
  [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${ip}\t${qualified(pod, hostname)}${hostname}`,
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

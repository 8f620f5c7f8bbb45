import type { V1ConfigMap, V1Container, V1Pod, V1Secret } from '@kubernetes/client-node'
import { createMemoryFiles, type FileSystem } from '../../../process'
import type { Registry } from '../../api/registry'
import type { Image } from '../../images/image'
import { clusterDomain } from '../../network/dns/zone'

const limits = { bytes: 16 * 1024 * 1024, entries: 5_000 }
const dnsService = '10.96.0.10'
const accountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount'

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

/** A container's files at its start: the image's, those that the kubelet makes, and its volumes'. */
export function createContainerFiles(options: {
  registry: Registry
  pod: V1Pod
  container: V1Container
  image: Image
  podIp: string
}): FileSystem {
  const { registry, pod, container, image, podIp } = options
  const hostname = pod.spec?.hostname ?? pod.metadata!.name!
  const namespace = pod.metadata!.namespace!
  const initial: Record<string, string> = {
    ...Object.fromEntries(directories.map(directory => [`${directory}/`, ''])),
    ...image.files,
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hosts(podIp, hostname, pod),
    '/etc/resolv.conf': resolverConfiguration(pod),
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
    '/etc/group': 'root:x:0:\n',
  }
  if (pod.spec?.automountServiceAccountToken !== false) {
    initial[`${accountDirectory}/namespace`] = namespace
    const certificate = registry.find<V1ConfigMap>('configmaps', namespace, 'kube-root-ca.crt')
    initial[`${accountDirectory}/ca.crt`] = certificate?.data?.['ca.crt'] ?? ''
  }
  for (const mount of container.volumeMounts ?? []) {
    const at = mount.mountPath.replace(/\/$/, '')
    const content = volumeContent(registry, pod, mount.name)
    if (mount.subPath !== undefined) initial[at] = content[mount.subPath] ?? ''
    else for (const [name, text] of Object.entries({ '': '', ...content })) initial[`${at}/${name}`] = text
  }
  return createMemoryFiles({ limits, initial })
}

const hosts = (ip: string, hostname: string, pod: V1Pod) =>
  [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${ip}\t${hostname}`,
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

/** Files of a volume by name. Volumes of other kinds begin empty. */
function volumeContent(registry: Registry, pod: V1Pod, name: string): Record<string, string> {
  const volume = pod.spec?.volumes?.find(candidate => candidate.name === name)
  const namespace = pod.metadata!.namespace!
  if (volume?.configMap) {
    const data = registry.find<V1ConfigMap>('configmaps', namespace, volume.configMap.name!)?.data ?? {}
    return chosenKeys(data, volume.configMap.items)
  }
  if (volume?.secret) {
    const data = registry.find<V1Secret>('secrets', namespace, volume.secret.secretName!)?.data ?? {}
    const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])
    return chosenKeys(Object.fromEntries(decoded), volume.secret.items)
  }
  return {}
}

const chosenKeys = (data: Record<string, string>, items: { key: string; path: string }[] | undefined) =>
  items ? Object.fromEntries(items.map(({ key, path }) => [path, data[key] ?? ''])) : data

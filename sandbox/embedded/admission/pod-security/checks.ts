import type { V1Container, V1PodSpec, V1Volume } from '@kubernetes/client-node'

/** What a check finds: a reason, and where. */
export type Violation = { reason: string; detail: string }
type Check = (spec: V1PodSpec) => Violation | undefined

const containersOf = (spec: V1PodSpec): V1Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
  ...((spec.ephemeralContainers ?? []) as unknown as V1Container[]),
]
const quoted = (items: Iterable<string>) => [...items].map(item => JSON.stringify(item)).join(', ')
const plural = (word: string, count: number) => (count === 1 ? word : `${word}s`)
const named = (containers: readonly V1Container[]) =>
  `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`
const sorted = (items: readonly string[]) => [...new Set(items)].sort()

/** A violation of every container for which `bad` holds. */
const ofContainers =
  (
    reason: string,
    bad: (container: V1Container) => boolean,
    detail: (containers: readonly V1Container[]) => string,
  ): Check =>
  spec => {
    const found = containersOf(spec).filter(bad)
    return found.length > 0 ? { reason, detail: detail(found) } : undefined
  }

const added = ({ securityContext }: V1Container) => securityContext?.capabilities?.add ?? []

const defaultCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])
const isUnusual = (capability: string) => !defaultCapabilities.has(capability)

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
])

const hostPortsOf = ({ ports = [] }: V1Container) => ports.flatMap(({ hostPort }) => hostPort || [])

const hostNamespaces: Check = spec => {
  const found = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter(field => spec[field])
  return found.length > 0
    ? { reason: 'host namespaces', detail: found.map(field => `${field}=true`).join(', ') }
    : undefined
}

const hostPathVolumes: Check = ({ volumes = [] }) => {
  const found = volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name)
  return found.length > 0
    ? { reason: 'hostPath volumes', detail: `${plural('volume', found.length)} ${quoted(found)}` }
    : undefined
}

const hostPorts = ofContainers(
  'hostPort',
  container => hostPortsOf(container).length > 0,
  found => {
    const ports = sorted(found.flatMap(hostPortsOf).map(String))
    const use = found.length === 1 ? 'uses' : 'use'
    return `${named(found)} ${use} ${plural('hostPort', ports.length)} ${ports.join(', ')}`
  },
)

const baselineSeccomp: Check = spec => {
  const bad = (type?: string) => type === 'Unconfined'
  const setters = [
    ...(bad(spec.securityContext?.seccompProfile?.type) ? ['pod'] : []),
    ...setting(spec, ({ securityContext }) => bad(securityContext?.seccompProfile?.type)),
  ]
  return setters.length > 0
    ? {
        reason: 'seccompProfile',
        detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`,
      }
    : undefined
}

const setting = (spec: V1PodSpec, bad: (container: V1Container) => boolean): string[] => {
  const found = containersOf(spec).filter(bad)
  return found.length > 0 ? [named(found)] : []
}

const sysctls: Check = ({ securityContext }) => {
  const found = (securityContext?.sysctls ?? [])
    .map(({ name }) => name)
    .filter(name => !safeSysctls.has(name))
  return found.length > 0 ? { reason: 'forbidden sysctls', detail: found.join(', ') } : undefined
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const
const volumeType = (volume: V1Volume) => Object.keys(volume).find(key => key !== 'name') ?? 'unknown'

const restrictedVolumes: Check = ({ volumes = [] }) => {
  const found = volumes.filter(volume => !allowedVolumes.some(type => volume[type]))
  if (found.length === 0) return undefined
  const types = sorted(found.map(volumeType))
  const names = quoted(found.map(({ name }) => name))
  const use = found.length === 1 ? 'uses' : 'use'
  const what = plural('restricted volume type', types.length)
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', found.length)} ${names} ${use} ${what} ${quoted(types)}`,
  }
}

const restrictedCapabilities: Check = spec => {
  const containers = containersOf(spec)
  const keeping = containers.filter(
    ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'),
  )
  const isForbidden = (capability: string) => capability !== 'NET_BIND_SERVICE'
  const adding = containers.filter(container => added(container).some(isForbidden))
  const details = [
    ...(keeping.length > 0 ? [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [
          `${named(adding)} must not include ${quoted(sorted(adding.flatMap(added).filter(isForbidden)))} in securityContext.capabilities.add`,
        ]
      : []),
  ]
  return details.length > 0 ? { reason: 'unrestricted capabilities', detail: details.join('; ') } : undefined
}

const runAsNonRoot: Check = spec => {
  const ofPod = spec.securityContext?.runAsNonRoot
  const reason = 'runAsNonRoot != true'
  const setters = [
    ...(ofPod === false ? ['pod'] : []),
    ...setting(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false),
  ]
  if (setters.length > 0)
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` }
  const open = containersOf(spec).filter(
    ({ securityContext }) => securityContext?.runAsNonRoot === undefined && !ofPod,
  )
  return open.length > 0
    ? { reason, detail: `pod or ${named(open)} must set securityContext.runAsNonRoot=true` }
    : undefined
}

const runAsUser: Check = spec => {
  const setters = [
    ...(spec.securityContext?.runAsUser === 0 ? ['pod'] : []),
    ...setting(spec, ({ securityContext }) => securityContext?.runAsUser === 0),
  ]
  return setters.length > 0
    ? { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` }
    : undefined
}

const restrictedSeccomp: Check = spec => {
  const known = ['RuntimeDefault', 'Localhost']
  const ofPod = spec.securityContext?.seccompProfile?.type
  const bad = (type?: string) => type !== undefined && !known.includes(type)
  const reason = 'seccompProfile'
  const containers = containersOf(spec)
  const explicit = containers.filter(({ securityContext }) => bad(securityContext?.seccompProfile?.type))
  const setters = [...(bad(ofPod) ? ['pod'] : []), ...(explicit.length > 0 ? [named(explicit)] : [])]
  if (setters.length > 0) {
    const types = explicit.map(({ securityContext }) => securityContext!.seccompProfile!.type)
    const values = quoted(sorted([...(bad(ofPod) ? [ofPod!] : []), ...types]))
    return {
      reason,
      detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${values}`,
    }
  }
  const open = containers.filter(
    ({ securityContext }) => !securityContext?.seccompProfile && ofPod === undefined,
  )
  return open.length > 0
    ? {
        reason,
        detail: `pod or ${named(open)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
      }
    : undefined
}

const baselineCapabilities = ofContainers(
  'non-default capabilities',
  container => added(container).some(isUnusual),
  found =>
    `${named(found)} must not include ${quoted(sorted(found.flatMap(added).filter(isUnusual)))} in securityContext.capabilities.add`,
)
const privileged = ofContainers(
  'privileged',
  ({ securityContext }) => securityContext?.privileged === true,
  found => `${named(found)} must not set securityContext.privileged=true`,
)
const privilegeEscalation = ofContainers(
  'allowPrivilegeEscalation != false',
  ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  found => `${named(found)} must set securityContext.allowPrivilegeEscalation=false`,
)

/**
 * The Pod Security Standards' checks by level, in the order in which they are told: what restricted checks more
 * strictly takes the place of the baseline's check.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const checks: Readonly<Record<'privileged' | 'baseline' | 'restricted', readonly Check[]>> = {
  privileged: [],
  baseline: [
    baselineCapabilities,
    hostNamespaces,
    hostPathVolumes,
    hostPorts,
    privileged,
    baselineSeccomp,
    sysctls,
  ],
  restricted: [
    hostNamespaces,
    hostPorts,
    privileged,
    sysctls,
    privilegeEscalation,
    restrictedCapabilities,
    restrictedVolumes,
    runAsNonRoot,
    runAsUser,
    restrictedSeccomp,
  ],
}

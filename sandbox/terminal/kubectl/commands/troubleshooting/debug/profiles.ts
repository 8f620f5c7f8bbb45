import type { Invocation } from '../../../invocation'
import type { Container, Pod } from '../../../pods/containers'

/** What is debugged, and so how: a container that joins a pod, a copy of it, or a pod on a node. */
export type Style = 'ephemeral' | 'copy' | 'node'
type Spec = NonNullable<Pod['spec']>
type Security = NonNullable<Container['securityContext']>

type Profile = {
  /** Takes away what the container was allowed before; for some only on a node. */
  clears?: boolean | 'node'
  allows?: Security
  adds?: readonly string[]
  /** On a node. */
  hostNamespaces?: boolean
  hostFiles?: boolean
  /** A copy loses labels and nothing else. */
  copiesMost?: boolean
}

/** What each profile lets the container do (kubectl's pkg/cmd/debug/profiles.go). */
const profiles: Readonly<Record<string, Profile>> = {
  baseline: { clears: true },
  general: { clears: 'node', adds: ['SYS_PTRACE'], hostNamespaces: true, hostFiles: true },
  legacy: { hostNamespaces: true, hostFiles: true, copiesMost: true },
  netadmin: { adds: ['NET_ADMIN', 'NET_RAW'], hostNamespaces: true },
  restricted: {
    clears: true,
    allows: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  },
  sysadmin: { allows: { privileged: true }, hostNamespaces: true, hostFiles: true },
}

export function checkProfile(name: string): void {
  if (!Object.hasOwn(profiles, name)) throw new Error(`unknown profile: ${name}`)
}

/** Gives the container what the chosen profile allows, and its pod what goes with it. */
export function applyProfile(
  { flags }: Invocation,
  style: Style,
  pod: Pod & { spec: Spec },
  container: Container,
): void {
  const name = flags.string('profile')
  const profile = profiles[name]!
  if (profile.clears === true || profile.clears === style) delete container.securityContext
  if (profile.allows) container.securityContext = { ...container.securityContext, ...profile.allows }
  // On a node the general profile relies on what root may do anyway.
  if (profile.adds && !(style === 'node' && profile.clears === 'node'))
    addCapabilities(container, profile.adds)
  if (style === 'copy') strip(flags, pod, profile.copiesMost ?? false)
  if (style !== 'node') return
  if (profile.hostFiles) mountRoot(pod.spec, container)
  if (profile.hostNamespaces) Object.assign(pod.spec, { hostNetwork: true, hostPID: true, hostIPC: true })
}

function addCapabilities(container: Container, added: readonly string[]): void {
  const { capabilities, ...others } = container.securityContext ?? {}
  const add = [...(capabilities?.add ?? []), ...added]
  container.securityContext = { ...others, capabilities: { ...capabilities, add } }
}

function mountRoot(spec: Spec, container: Container): void {
  const name = 'host-root'
  spec.volumes = [...(spec.volumes ?? []), { name, hostPath: { path: '/' } }]
  container.volumeMounts = [...(container.volumeMounts ?? []), { mountPath: '/host', name }]
}

const probes = { liveness: 'livenessProbe', readiness: 'readinessProbe', startup: 'startupProbe' } as const

/** A copy is neither asked whether it is ready nor found by the selectors of services and policies, unless asked to. */
function strip(
  flags: Invocation['flags'],
  { metadata, spec }: Pod & { spec: Spec },
  onlyLabels: boolean,
): void {
  if (!flags.bool('keep-labels') || onlyLabels) delete metadata?.labels
  if (onlyLabels) return
  if (!flags.bool('keep-annotations')) delete metadata?.annotations
  for (const [name, field] of Object.entries(probes))
    if (!flags.bool(`keep-${name}`)) for (const container of spec.containers) delete container[field]
  if (!flags.bool('keep-init-containers')) delete spec.initContainers
  spec.shareProcessNamespace ??= true
}

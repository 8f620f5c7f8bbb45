import type { V1Container, V1EphemeralContainer, V1PodSpec, V1Probe, V1Volume } from '@kubernetes/client-node'
import { canonicalQuantity } from '../../../quantity'

type AnyContainer = V1Container & Partial<V1EphemeralContainer>

/** `nginx` and `nginx:latest` are pulled each time, any other tag once, and what is no image's name never anyway. */
function pullPolicy(image = ''): string {
  if (image.includes('@') || !/^[\w.:/-]+$/.test(image)) return 'IfNotPresent'
  const tag = /:([^:/]+)$/.exec(image)?.[1]
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function defaultProbe(probe: V1Probe | undefined): void {
  if (!probe) return
  probe.timeoutSeconds ||= 1
  probe.periodSeconds ||= 10
  probe.successThreshold ||= 1
  probe.failureThreshold ||= 3
  if (probe.httpGet) {
    probe.httpGet.path ||= '/'
    probe.httpGet.scheme ||= 'HTTP'
  }
  if (probe.grpc) probe.grpc.service ??= ''
}

/** Finer than a thousandth is rounded up (core/v1 SetDefaults_ResourceList). */
function roundUp(list: Record<string, string> | undefined): void {
  for (const [name, quantity] of Object.entries(list ?? {})) {
    const [, number, unit] = /^(\d+)([un])$/.exec(quantity) ?? []
    if (number) list![name] = canonicalQuantity(`${Math.ceil(Number(number) / (unit === 'u' ? 1e3 : 1e6))}m`)!
  }
}

function defaultResources({ resources }: AnyContainer): void {
  roundUp(resources?.limits)
  roundUp(resources?.requests)
  for (const [name, limit] of Object.entries(resources?.limits ?? {})) {
    if (resources?.requests?.[name] !== undefined) continue
    resources!.requests = { ...resources?.requests, [name]: limit }
  }
}

export function defaultContainer(container: AnyContainer, hostNetwork = false): void {
  container.imagePullPolicy ??= pullPolicy(container.image)
  container.terminationMessagePath ??= '/dev/termination-log'
  container.terminationMessagePolicy ??= 'File'
  container.resources ??= {}
  // A feature that is off: the real server drops it.
  if (container.lifecycle?.stopSignal) {
    delete container.lifecycle.stopSignal
    if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle
  }
  for (const port of container.ports ?? []) {
    port.protocol ??= 'TCP'
    if (hostNetwork && !port.hostPort) port.hostPort = port.containerPort
  }
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ??= 'v1'
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe])
    defaultProbe(probe)
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (!handler?.httpGet) continue
    handler.httpGet.path ||= '/'
    handler.httpGet.scheme ||= 'HTTP'
  }
  defaultResources(container)
}

const mode = 0o644

function defaultVolume(volume: V1Volume): void {
  const sources = Object.keys(volume).filter(key => key !== 'name')
  if (sources.length === 0) volume.emptyDir = {}
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= mode
  }
  if (volume.hostPath) volume.hostPath.type ??= ''
  for (const { serviceAccountToken, downwardAPI } of volume.projected?.sources ?? []) {
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600
    for (const { fieldRef } of downwardAPI?.items ?? []) if (fieldRef) fieldRef.apiVersion ??= 'v1'
  }
  for (const { fieldRef } of volume.downwardAPI?.items ?? []) if (fieldRef) fieldRef.apiVersion ??= 'v1'
}

/** Defaults of core/v1 PodSpec, in pods and in the templates of what makes pods. */
export function defaultPodSpec(spec: V1PodSpec | undefined): void {
  if (!spec) return
  spec.dnsPolicy ??= 'ClusterFirst'
  spec.restartPolicy ??= 'Always'
  spec.securityContext ??= {}
  spec.terminationGracePeriodSeconds ??= 30
  spec.schedulerName ??= 'default-scheduler'
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName
  else if (spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount
  const containers = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ]
  for (const container of containers) defaultContainer(container as AnyContainer, spec.hostNetwork)
  for (const volume of spec.volumes ?? []) defaultVolume(volume)
}

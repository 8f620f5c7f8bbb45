import type {
  V1Container,
  V1ContainerPort,
  V1ContainerState,
  V1ContainerStatus,
  V1EnvVar,
  V1Probe,
} from '@kubernetes/client-node'
import { at, type Wire } from '../object'
import { type Page, rfc1123 } from './page'
import { resourceFieldValue } from './quantity'

type Container = Wire<V1Container>

export type ContainersOptions = {
  title: string
  containers: readonly Container[]
  statuses?: readonly Wire<V1ContainerStatus>[]
  /** The pod, from which `fieldRef` variables take their values; a template has none. */
  pod?: unknown
  /** Further indentation, for a template inside a workload. */
  inner?: boolean
}

/** What runs in a pod, container by container. */
export function describeContainers(
  page: Page,
  { title, containers, statuses = [], pod, inner }: ContainersOptions,
): void {
  page.line(inner ? 1 : 0, `${title}:${containers.length === 0 ? ' <none>' : ''}`)
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name)
    page.line(1, `${inner ? ' ' : ''}${container.name}:`)
    if (status) page.line(2, `Container ID:\t${status.containerID ?? ''}`)
    page.line(2, `Image:\t${container.image ?? ''}`)
    if (status) page.line(2, `Image ID:\t${status.imageID}`)
    describePorts(page, container.ports ?? [])
    describeWords(page, 'Command', container.command)
    describeWords(page, 'Args', container.args)
    if (status) describeStatus(page, status)
    describeResources(page, container)
    for (const [name, probe] of [
      ['Liveness', container.livenessProbe],
      ['Readiness', container.readinessProbe],
      ['Startup', container.startupProbe],
    ] as const) {
      if (probe) page.line(2, `${name}:\t${probeText(probe)}`)
    }
    describeEnvironment(page, container, pod)
    describeMounts(page, container)
  }
}

function describePorts(page: Page, ports: readonly Wire<V1ContainerPort>[]): void {
  const text = (number: (port: Wire<V1ContainerPort>) => number) =>
    ports
      .map(port => `${number(port)}/${port.protocol ?? 'TCP'}${port.name ? ` (${port.name})` : ''}`)
      .join(', ')
  const several = ports.length > 1 ? 's' : ''
  page.line(2, `Port${several}:\t${text(port => port.containerPort) || '<none>'}`)
  page.line(2, `Host Port${several}:\t${text(port => port.hostPort ?? 0) || '<none>'}`)
}

function describeWords(page: Page, title: string, words: readonly string[] = []): void {
  if (words.length === 0) return
  page.line(2, `${title}:`)
  for (const line of words.flatMap(word => word.split('\n'))) page.line(3, line)
}

function describeStatus(page: Page, status: Wire<V1ContainerStatus>): void {
  describeState(page, 'State', status.state ?? {})
  if (status.lastState?.terminated) describeState(page, 'Last State', status.lastState)
  page.line(2, `Ready:\t${status.ready ? 'True' : 'False'}`)
  page.line(2, `Restart Count:\t${status.restartCount}`)
}

function describeState(
  page: Page,
  title: string,
  { running, terminated, waiting }: Wire<V1ContainerState>,
): void {
  if (running) {
    page.line(2, `${title}:\tRunning`)
    page.line(3, `Started:\t${rfc1123(running.startedAt)}`)
  } else if (terminated && !waiting) {
    page.line(2, `${title}:\tTerminated`)
    if (terminated.reason) page.line(3, `Reason:\t${terminated.reason}`)
    if (terminated.message) page.line(3, `Message:\t${terminated.message}`)
    page.line(3, `Exit Code:\t${terminated.exitCode}`)
    if (terminated.signal) page.line(3, `Signal:\t${terminated.signal}`)
    page.line(3, `Started:\t${rfc1123(terminated.startedAt)}`)
    page.line(3, `Finished:\t${rfc1123(terminated.finishedAt)}`)
  } else {
    page.line(2, `${title}:\tWaiting`)
    if (waiting?.reason) page.line(3, `Reason:\t${waiting.reason}`)
  }
}

function describeResources(page: Page, { resources }: Container): void {
  for (const [title, list] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const entries = Object.entries(list ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
    if (entries.length > 0) page.line(2, `${title}:`)
    for (const [name, quantity] of entries) page.line(3, `${name}:\t${quantity}`)
  }
}

export function probeText(probe: Wire<V1Probe>): string {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 0,
    periodSeconds = 0,
    successThreshold = 0,
    failureThreshold = 0,
  } = probe
  const numbers = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${numbers}`
  if (probe.httpGet) {
    const { scheme = '', host = '', port, path = '' } = probe.httpGet
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path} ${numbers}`
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${numbers}`
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${numbers}`
  return `unknown ${numbers}`
}

function describeEnvironment(page: Page, container: Container, pod: unknown): void {
  const { env = [], envFrom = [] } = container
  if (envFrom.length > 0) {
    page.line(2, 'Environment Variables from:')
    for (const { configMapRef, secretRef, prefix } of envFrom) {
      const reference = configMapRef ?? secretRef
      const kind = configMapRef ? 'ConfigMap' : 'Secret'
      const how = prefix ? `${kind} with prefix '${prefix}'` : kind
      page.line(3, `${reference?.name ?? ''}\t${how}\tOptional: ${reference?.optional ?? false}`)
    }
  }
  page.line(2, `Environment:${env.length === 0 ? '\t<none>' : ''}`)
  for (const variable of env) for (const line of variableLines(variable, container, pod)) page.line(3, line)
}

function variableLines(
  { name, value = '', valueFrom }: Wire<V1EnvVar>,
  container: Container,
  pod: unknown,
): string[] {
  if (!valueFrom) return value.split('\n').map((line, index) => `${index === 0 ? `${name}:` : ''}\t${line}`)
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom
  if (fieldRef) {
    const found = at(pod, ...fieldRef.fieldPath.split('.'))
    return [
      `${name}:\t${typeof found === 'string' ? found : ''} (${fieldRef.apiVersion}:${fieldRef.fieldPath})`,
    ]
  }
  if (resourceFieldRef) {
    const { resource } = resourceFieldRef
    const amount = resourceFieldValue(container, resourceFieldRef)
    const unlimited = amount === '0' && ['limits.cpu', 'limits.memory'].includes(resource)
    return [`${name}:\t${unlimited ? 'node allocatable' : amount} (${resource})`]
  }
  if (secretKeyRef) {
    return [
      `${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name}'>\tOptional: ${secretKeyRef.optional ?? false}`,
    ]
  }
  return configMapKeyRef
    ? [
        `${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name}'>\tOptional: ${configMapKeyRef.optional ?? false}`,
      ]
    : []
}

function describeMounts(page: Page, { volumeMounts = [] }: Container): void {
  page.line(2, `Mounts:${volumeMounts.length === 0 ? '\t<none>' : ''}`)
  for (const mount of [...volumeMounts].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1))) {
    const flags = [
      mount.readOnly ? 'ro' : 'rw',
      ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : []),
    ]
    page.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`)
  }
}

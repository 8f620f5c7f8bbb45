import type { V1ConfigMap, V1Container, V1EnvVar, V1Pod, V1Secret, V1Service } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { resourceField } from './resource-field'

/** A variable refers to something that is not there. `message` is the kubelet's. */
export class EnvironmentError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EnvironmentError'
  }
}

type Variables = Record<string, string>

/**
 * The variables of a container: the image's, the services' of its namespace (and `kubernetes`), then its own, with
 * `$(NAME)` expanded. Throws `EnvironmentError`.
 */
export function environmentOf(options: {
  registry: Registry
  pod: V1Pod
  container: V1Container
  image: Readonly<Variables>
  podIps: readonly string[]
  hostIps: readonly string[]
}): Variables {
  const { registry, pod, container } = options
  // One after the other: V8 gives what is spread twice a hidden class of its own, as large as the object.
  const variables: Variables = { ...options.image }
  variables.HOSTNAME = pod.spec?.hostname ?? pod.metadata!.name!
  if (container.tty) variables.TERM = 'xterm'
  Object.assign(variables, serviceVariables(registry, pod))
  for (const source of container.envFrom ?? []) Object.assign(variables, fromSource(options, source))
  for (const variable of container.env ?? []) {
    const value =
      variable.valueFrom === undefined
        ? expandVariables(variable.value ?? '', variables)
        : referredValue(options, variable)
    if (value !== undefined) variables[variable.name] = value
  }
  variables.HOME ??= '/root'
  return variables
}

/** Longest argument or variable that the kernel takes (MAX_ARG_STRLEN). */
const longestValue = 131_072

/**
 * `$(NAME)` becomes the variable's value; unknown names and `$$(NAME)` stay. Throws `EnvironmentError` when the result
 * is longer than the kernel takes.
 */
export function expandVariables(text: string, variables: Readonly<Variables>): string {
  let length = text.length
  const expand = (all: string, dollar?: string, name?: string) => {
    const value = dollar ? '$' : (variables[name!] ?? all)
    length += value.length
    if (length > longestValue) throw new EnvironmentError('argument list too long')
    return value
  }
  return text.replace(/\$(\$)|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g, expand)
}

function serviceVariables(registry: Registry, pod: V1Pod): Variables {
  const own =
    pod.spec?.enableServiceLinks === false
      ? []
      : registry.list<V1Service>('services', { namespace: pod.metadata!.namespace! })
  const master = registry.find<V1Service>('services', 'default', 'kubernetes')
  const variables: Variables = {}
  for (const service of [...own, ...(master ? [master] : [])]) Object.assign(variables, linksTo(service))
  return variables
}

function linksTo({ metadata, spec }: V1Service): Variables {
  const ip = spec?.clusterIP
  const [first] = spec?.ports ?? []
  if (!ip || ip === 'None' || !first) return {}
  const prefix = metadata!.name!.toUpperCase().replaceAll('-', '_')
  const protocolOf = (protocol?: string) => (protocol ?? 'TCP').toLowerCase()
  const variables: Variables = {
    [`${prefix}_SERVICE_HOST`]: ip,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: `${protocolOf(first.protocol)}://${ip}:${first.port}`,
  }
  for (const port of spec.ports ?? []) {
    if (port.name)
      variables[`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`] = String(port.port)
    const protocol = protocolOf(port.protocol)
    const own = `${prefix}_PORT_${port.port}_${protocol.toUpperCase()}`
    variables[own] = `${protocol}://${ip}:${port.port}`
    variables[`${own}_PROTO`] = protocol
    variables[`${own}_PORT`] = String(port.port)
    variables[`${own}_ADDR`] = ip
  }
  return variables
}

type Options = Parameters<typeof environmentOf>[0]

function fromSource(
  { registry, pod }: Options,
  source: NonNullable<V1Container['envFrom']>[number],
): Variables {
  const { configMapRef, secretRef, prefix = '' } = source
  const reference = configMapRef ?? secretRef
  const namespace = pod.metadata!.namespace!
  const data = configMapRef
    ? registry.find<V1ConfigMap>('configmaps', namespace, configMapRef.name!)?.data
    : decoded(registry.find<V1Secret>('secrets', namespace, secretRef?.name ?? ''))
  if (!data) {
    if (reference?.optional) return {}
    throw new EnvironmentError(`${configMapRef ? 'configmap' : 'secret'} "${reference?.name}" not found`)
  }
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [prefix + name, value]))
}

const decoded = (secret: V1Secret | undefined): Variables | undefined =>
  secret &&
  Object.fromEntries(
    Object.entries(secret.data ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
  )

function referredValue(options: Options, { valueFrom }: V1EnvVar): string | undefined {
  const { registry, pod } = options
  const namespace = pod.metadata!.namespace!
  if (valueFrom?.fieldRef) return fieldValue(options, valueFrom.fieldRef.fieldPath)
  if (valueFrom?.resourceFieldRef) return resourceField(options.container, valueFrom.resourceFieldRef)
  const reference = valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef
  if (!reference) return ''
  const kind = valueFrom?.configMapKeyRef ? 'configmap' : 'secret'
  const data = valueFrom?.configMapKeyRef
    ? registry.find<V1ConfigMap>('configmaps', namespace, reference.name!)?.data
    : decoded(registry.find<V1Secret>('secrets', namespace, reference.name!))
  if (data?.[reference.key] !== undefined) return data[reference.key]
  if (reference.optional) return undefined
  throw new EnvironmentError(
    data
      ? `couldn't find key ${reference.key} in ${kind === 'configmap' ? 'ConfigMap' : 'Secret'} ${namespace}/${reference.name}`
      : `${kind} "${reference.name}" not found`,
  )
}

/** The downward API (the fields that variables may name). */
function fieldValue({ pod, podIps, hostIps }: Options, path: string): string {
  const { metadata, spec } = pod
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata?.name,
    'metadata.namespace': metadata?.namespace,
    'metadata.uid': metadata?.uid,
    'spec.nodeName': spec?.nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName,
    'status.podIP': podIps[0],
    'status.podIPs': podIps.join(),
    'status.hostIP': hostIps[0],
    'status.hostIPs': hostIps.join(),
  }
  const [, kind, key] = path.match(/^metadata\.(labels|annotations)\['(.+)'\]$/) ?? []
  if (kind && key) return metadata?.[kind as 'labels' | 'annotations']?.[key] ?? ''
  return fields[path] ?? ''
}

import type { V1Service } from '@kubernetes/client-node'
import type { Wire } from '../../../object'
import type { Pod } from '../../../pods/containers'

export type Service = Wire<V1Service>
/** `local` 0 takes a free one. */
export type ForwardedPort = { local: number; remote: number }

const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text)

/** More than one colon is none, as kubectl has it: `1:2:3` is `1`. */
function split(port: string): [local: string, remote: string] {
  const [local = '', remote, ...more] = port.split(':')
  return remote === undefined || more.length > 0 ? [local, local] : [local, remote]
}

const join = (local: string, remote: string, port: string): string =>
  local === remote ? port : `${local}:${port}`

function portsOf({ spec }: Pod) {
  return (spec?.containers ?? []).flatMap(({ ports }) => ports ?? [])
}

function numberInPod(pod: Pod, name: string): number {
  const found = portsOf(pod).find(port => port.name === name)
  if (found) return found.containerPort
  throw new Error(`Pod '${pod.metadata?.name}' does not have a named port '${name}'`)
}

function numberInService({ metadata, spec }: Service, name: string): number {
  const found = spec?.ports?.find(port => port.name === name)
  if (found) return found.port
  throw new Error(`Service '${metadata?.name}' does not have a named port '${name}'`)
}

type Offered = { protocol?: string; number: number }

function rejectUdp(
  ports: readonly string[],
  offered: readonly Offered[],
  named: (name: string) => number,
): void {
  const has = (protocol: string, number: number) =>
    offered.some(one => (one.protocol ?? 'TCP') === protocol && one.number === number)
  for (const port of ports) {
    const [, remote] = split(port)
    const number = isNumber(remote) ? Number(remote) : named(remote)
    if (has('UDP', number) && !has('TCP', number))
      throw new Error(`UDP protocol is not supported for ${remote}`)
  }
}

/** Ports of a pod by number; throws for a name that no container has, and for what is UDP. */
export function portsInPod(ports: readonly string[], pod: Pod): string[] {
  const offered = portsOf(pod).map(({ protocol, containerPort }) => ({ protocol, number: containerPort }))
  rejectUdp(ports, offered, name => numberInPod(pod, name))
  return ports.map(port => {
    const [local, remote] = split(port)
    return join(local, remote, isNumber(remote) ? remote : String(numberInPod(pod, remote)))
  })
}

/** Ports of a service as those of the pod behind it; throws for what the service does not offer. */
export function portsBehindService(ports: readonly string[], service: Service, pod: Pod): string[] {
  const offered = (service.spec?.ports ?? []).map(({ protocol, port }) => ({ protocol, number: port }))
  rejectUdp(ports, offered, name => numberInService(service, name))
  return ports.map(port => {
    const [local, remote] = split(port)
    const number = isNumber(remote) ? Number(remote) : numberInService(service, remote)
    const here = local === remote ? String(number) : local
    const target = String(targetOf(service, pod, number))
    return join(here, target, target)
  })
}

function targetOf({ metadata, spec }: Service, pod: Pod, number: number): number {
  const found = spec?.ports?.find(({ port }) => port === number)
  if (!found) throw new Error(`Service ${metadata?.name} does not have a service port ${number}`)
  if (spec?.clusterIP === 'None') return number
  const { targetPort } = found
  return typeof targetPort === 'string' ? numberInPod(pod, targetPort) : targetPort || number
}

/** `8888:5000`, `:5000`, `5000` (client-go's tools/portforward parsePorts). */
export function parsePort(text: string): ForwardedPort {
  const [local, remote] = split(text)
  const parsed = { local: parseUint(local || '0', 'local'), remote: parseUint(remote, 'remote') }
  if (parsed.remote === 0) throw new Error('remote port must be > 0')
  return parsed
}

function parseUint(text: string, which: string): number {
  const wrong = !/^\d+$/.test(text)
    ? 'invalid syntax'
    : Number(text) > 65_535
      ? 'value out of range'
      : undefined
  if (wrong)
    throw new Error(
      `error parsing ${which} port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${wrong}`,
    )
  return Number(text)
}

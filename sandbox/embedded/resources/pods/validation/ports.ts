import type { V1Container, V1ContainerPort, V1PodSpec } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { duplicate, invalidValue, notSupported, required } from '../../validation/field-errors'
import { portName, portNumber } from '../../validation/names'

const protocols = ['SCTP', 'TCP', 'UDP']

/** core/validation validateContainerPorts. */
export function validateContainerPorts(ports: readonly V1ContainerPort[] = [], path: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, index) => {
    const field = `${path}[${index}]`
    const errors: FieldError[] = []
    if (name) {
      const wrong = portName(name)
      errors.push(...wrong.map(detail => invalidValue(`${field}.name`, name, detail)))
      if (wrong.length === 0 && names.has(name)) errors.push(duplicate(`${field}.name`, name))
      if (wrong.length === 0) names.add(name)
    }
    if (containerPort) errors.push(...number(containerPort, `${field}.containerPort`))
    else errors.push(required(`${field}.containerPort`))
    if (hostPort) errors.push(...number(hostPort, `${field}.hostPort`))
    if (!protocol) errors.push(required(`${field}.protocol`))
    else if (!protocols.includes(protocol))
      errors.push(notSupported(`${field}.protocol`, protocol, protocols))
    return errors
  })
}

const number = (port: number, field: string) =>
  portNumber(port).map(detail => invalidValue(field, port, detail))

/** A port of a probe, by number or by name (core/validation ValidatePortNumOrName). */
export const validatePort = (port: number | string | undefined, field: string): FieldError[] =>
  (typeof port === 'string' ? portName(port) : portNumber(port ?? 0)).map(detail =>
    invalidValue(field, port ?? 0, detail),
  )

/** core/validation AccumulateUniqueHostPorts: no two containers have the same port of the node. */
export function validateHostPorts(containers: readonly V1Container[], path: string): FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort, hostIP = '', protocol }, at) => {
      if (!hostPort) return []
      const place = `${protocol}/${hostIP}/${hostPort}`
      if (taken.has(place)) return [duplicate(`${path}[${index}].ports[${at}].hostPort`, place)]
      taken.add(place)
      return []
    }),
  )
}

/** core/validation validatePodHostNetworkDeps: on the node's network, a port is the node's. */
export function validateHostNetworkPorts(spec: V1PodSpec, path: string, isPod: boolean): FieldError[] {
  if (!spec.hostNetwork) return []
  return (spec.containers ?? []).flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, containerPort }, at) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [
            invalidValue(
              `${path}[${index}].ports[${at}].hostPort`,
              hostPort,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ]
        : [],
    ),
  )
}

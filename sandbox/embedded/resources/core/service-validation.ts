import { isIP } from 'node:net'
import type { V1Service, V1ServicePort } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabels } from '../validation/metadata'
import { dns1123Label, dns1123Subdomain, portName, portNumber } from '../validation/names'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']

/** core/validation ValidateService. */
export function validateService({ spec = {} }: V1Service): FieldError[] {
  const errors: FieldError[] = []
  const { ports = [], type = '' } = spec
  const headless = spec.clusterIP === 'None'
  if (ports.length === 0 && !headless && type !== 'ExternalName') errors.push(required('spec.ports'))
  if (type === 'LoadBalancer' && headless) {
    errors.push(
      invalidValue('spec.clusterIPs[0]', 'None', "may not be set to 'None' for LoadBalancer services"),
    )
  }
  if (type === 'NodePort' && headless) {
    errors.push(invalidValue('spec.clusterIPs[0]', 'None', "may not be set to 'None' for NodePort services"))
  }
  if (type === 'ExternalName') {
    if (spec.clusterIP)
      errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'))
    const host = (spec.externalName ?? '').replace(/\.$/, '')
    if (host === '') errors.push(required('spec.externalName'))
    else errors.push(...dns1123Subdomain(host).map(detail => invalidValue('spec.externalName', host, detail)))
  }
  const names = new Set<string>()
  for (const [index, port] of ports.entries()) {
    errors.push(...validatePort(port, `spec.ports[${index}]`, ports.length > 1, names))
    if (type === 'ClusterIP' && port.nodePort) {
      errors.push(
        forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"),
      )
    }
  }
  const places = new Set<string>()
  for (const [index, { port, protocol }] of ports.entries()) {
    const place = `${protocol}/${port}`
    // Go's own form of a port, of which only these two count here.
    const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }
    if (places.has(place)) errors.push(duplicate(`spec.ports[${index}]`, shown))
    places.add(place)
  }
  errors.push(...validateLabels(spec.selector, 'spec.selector'))
  if (spec.sessionAffinity !== 'None' && spec.sessionAffinity !== 'ClientIP') {
    errors.push(notSupported('spec.sessionAffinity', spec.sessionAffinity ?? '', ['ClientIP', 'None']))
  }
  if (!types.includes(type)) errors.push(notSupported('spec.type', type, types))
  if (spec.clusterIP && !headless && type !== 'ExternalName' && isIP(spec.clusterIP) === 0) {
    errors.push(
      invalidValue(
        'spec.clusterIPs[0]',
        spec.clusterIP,
        'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ),
    )
  }
  return errors
}

function validatePort(port: V1ServicePort, field: string, named: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = []
  if (named && !port.name) errors.push(required(`${field}.name`))
  else if (port.name) {
    errors.push(...dns1123Label(port.name).map(detail => invalidValue(`${field}.name`, port.name, detail)))
    if (names.has(port.name)) errors.push(duplicate(`${field}.name`, port.name))
    names.add(port.name)
  }
  errors.push(...portNumber(port.port).map(detail => invalidValue(`${field}.port`, port.port, detail)))
  if (!protocols.includes(port.protocol ?? '')) {
    errors.push(notSupported(`${field}.protocol`, port.protocol, protocols))
  }
  const target = port.targetPort
  const check = typeof target === 'number' ? portNumber(target) : portName(String(target))
  errors.push(...check.map(detail => invalidValue(`${field}.targetPort`, target, detail)))
  return errors
}

/** What of a service cannot change. */
export function validateServiceUpdate({ spec = {} }: V1Service, { spec: old = {} }: V1Service): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName' || !old.clusterIP) return []
  return spec.clusterIP === old.clusterIP
    ? []
    : [invalidValue('spec.clusterIPs[0]', [spec.clusterIP], 'may not change once set')]
}

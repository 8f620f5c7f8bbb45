import type { KubernetesObject, V1Service, V1ServicePort } from '@kubernetes/client-node'
import { validateEndpointAddress } from '../endpoints/endpoint-address'
import { validateCidr } from '../networking/cidr'
import type { FieldError } from '../registration'
import { validateAddress } from '../validation/addresses'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabels } from '../validation/metadata'
import { dns1123Label, dns1123Subdomain, portName, portNumber, qualifiedName } from '../validation/names'
import { validateAddresses, validateAddressUpdate } from './address-validation'
import { isHeadless, needsHealthCheck, reachedFromOutside } from './shape'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']
const affinities = ['ClientIP', 'None']
const policies = ['Cluster', 'Local']
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const longestAffinity = 86_400

/** core/validation ValidateServiceCreate and ValidateServiceUpdate, without the metadata. */
export function validateService(service: V1Service, { old }: { old?: KubernetesObject } = {}): FieldError[] {
  const before = old as V1Service | undefined
  const { spec = {} } = service
  const { ports = [], type } = spec
  return [
    ...(before ? validateServiceUpdate(service, before) : []),
    ...(ports.length === 0 && !isHeadless(service) && type !== 'ExternalName'
      ? [required('spec.ports')]
      : []),
    ...validateType(service),
    ...validatePorts(service),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(service),
    ...validateAddresses(service, before),
    ...validateExternalAddresses(service, before),
    ...(type
      ? types.includes(type)
        ? []
        : [notSupported('spec.type', type, types)]
      : [required('spec.type')]),
    ...validateNumbers(ports, type),
    ...validateBalancer(service, before),
    ...validatePolicies(service),
  ]
}

function validateServiceUpdate(service: V1Service, old: V1Service): FieldError[] {
  const errors = validateAddressUpdate(service, old)
  const [now, before] = [service.spec, old.spec]
  const balanced = now?.type === 'LoadBalancer' && before?.type === 'LoadBalancer'
  if (balanced && now.loadBalancerClass !== before.loadBalancerClass)
    errors.push(invalidValue('spec.loadBalancerClass', now.loadBalancerClass, 'may not change once set'))
  errors.push(...validateClass(service))
  const checked = needsHealthCheck(service) && needsHealthCheck(old)
  if (checked && now?.healthCheckNodePort !== before?.healthCheckNodePort)
    errors.push(forbiddenField('spec.healthCheckNodePort', 'field is immutable'))
  return errors
}

function validateType(service: V1Service): FieldError[] {
  const { type, clusterIPs, ipFamilies, ipFamilyPolicy, externalName = '' } = service.spec ?? {}
  if (type === 'LoadBalancer' || type === 'NodePort') {
    const detail = `may not be set to 'None' for ${type} services`
    return isHeadless(service) ? [invalidValue('spec.clusterIPs[0]', 'None', detail)] : []
  }
  if (type !== 'ExternalName') return []
  const forbid = (field: string, value: unknown) =>
    value ? [forbiddenField(`spec.${field}`, 'may not be set for ExternalName services')] : []
  const host = externalName.replace(/\.$/, '')
  return [
    ...forbid('clusterIPs', clusterIPs?.length),
    ...forbid('ipFamilies', ipFamilies?.length),
    ...forbid('ipFamilyPolicy', ipFamilyPolicy),
    ...(host
      ? dns1123Subdomain(host).map(detail => invalidValue('spec.externalName', host, detail))
      : [required('spec.externalName')]),
  ]
}

function validatePorts({ spec }: V1Service): FieldError[] {
  const ports = spec?.ports ?? []
  const names = new Set<string>()
  return ports.flatMap((port, index) => validatePort(port, `spec.ports[${index}]`, ports.length > 1, names))
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
  if (!port.protocol) errors.push(required(`${field}.protocol`))
  else if (!protocols.includes(port.protocol))
    errors.push(notSupported(`${field}.protocol`, port.protocol, protocols))
  const target = port.targetPort
  const check = typeof target === 'number' ? portNumber(target) : portName(String(target))
  errors.push(...check.map(detail => invalidValue(`${field}.targetPort`, target, detail)))
  const { appProtocol } = port
  if (appProtocol !== undefined) {
    errors.push(
      ...qualifiedName(appProtocol).map(detail => invalidValue(`${field}.appProtocol`, appProtocol, detail)),
    )
  }
  return errors
}

function validateAffinity({ spec }: V1Service): FieldError[] {
  const { sessionAffinity, sessionAffinityConfig: config } = spec ?? {}
  if (!sessionAffinity) return [required('spec.sessionAffinity')]
  if (!affinities.includes(sessionAffinity))
    return [notSupported('spec.sessionAffinity', sessionAffinity, affinities)]
  const field = 'spec.sessionAffinityConfig'
  if (sessionAffinity === 'None') {
    return config ? [forbiddenField(field, 'must not be set when session affinity is None')] : []
  }
  const seconds = config?.clientIP?.timeoutSeconds ?? 0
  return seconds > 0 && seconds <= longestAffinity
    ? []
    : [
        invalidValue(
          `${field}.clientIP.timeoutSeconds`,
          seconds,
          `must be greater than 0 and less than ${longestAffinity}`,
        ),
      ]
}

const validateExternalAddresses = ({ spec }: V1Service, old?: V1Service): FieldError[] =>
  (spec?.externalIPs ?? []).flatMap((address, index) => {
    const field = `spec.externalIPs[${index}]`
    const found = old?.spec?.externalIPs?.includes(address) ? [] : validateAddress(address, field)
    return found.length ? found : validateEndpointAddress(address, field)
  })

/** Node ports where there are none, and ports that are there twice. */
function validateNumbers(ports: readonly V1ServicePort[], type: string | undefined): FieldError[] {
  const forbidden = ports.flatMap(({ nodePort }, index) =>
    type === 'ClusterIP' && nodePort
      ? [forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")]
      : [],
  )
  const nodePorts = new Set<string>()
  const places = new Set<string>()
  return [
    ...forbidden,
    ...ports.flatMap(({ nodePort, protocol }, index) => {
      const place = `${protocol}/${nodePort}`
      const repeated = nodePort && nodePorts.has(place)
      nodePorts.add(place)
      return repeated ? [duplicate(`spec.ports[${index}].nodePort`, nodePort)] : []
    }),
    ...ports.flatMap(({ port, protocol }, index) => {
      const place = `${protocol}/${port}`
      const repeated = places.has(place)
      places.add(place)
      // Go's own form of a port, of which only these two count here.
      const shown = {
        Name: '',
        Protocol: protocol,
        AppProtocol: null,
        Port: port,
        TargetPort: 0,
        NodePort: 0,
      }
      return repeated ? [duplicate(`spec.ports[${index}]`, shown)] : []
    }),
  ]
}

const onlyBalanced = (field: string) =>
  forbiddenField(field, "may only be used when `type` is 'LoadBalancer'")

function validateClass({ spec }: V1Service): FieldError[] {
  const name = spec?.loadBalancerClass
  if (name === undefined) return []
  const field = 'spec.loadBalancerClass'
  if (spec?.type !== 'LoadBalancer') return [onlyBalanced(field)]
  return qualifiedName(name).map(detail => invalidValue(field, name, detail))
}

function validateBalancer(service: V1Service, old?: V1Service): FieldError[] {
  const { type, loadBalancerSourceRanges: ranges = [], allocateLoadBalancerNodePorts } = service.spec ?? {}
  // The real server calls it so.
  const field = 'spec.LoadBalancerSourceRanges'
  return [
    ...(ranges.length && type !== 'LoadBalancer' ? [onlyBalanced(field)] : []),
    ...ranges.flatMap((range, index) =>
      old?.spec?.loadBalancerSourceRanges?.includes(range)
        ? []
        : validateCidr(range.trim(), `${field}[${index}]`),
    ),
    ...(allocateLoadBalancerNodePorts !== undefined && type !== 'LoadBalancer'
      ? [onlyBalanced('spec.allocateLoadBalancerNodePorts')]
      : []),
    ...validateClass(service),
  ]
}

function validatePolicies(service: V1Service): FieldError[] {
  const { spec = {} } = service
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal } = spec
  const { healthCheckNodePort: check, trafficDistribution: distribution } = spec
  const outside = 'spec.externalTrafficPolicy'
  const health = 'spec.healthCheckNodePort'
  const errors: FieldError[] = []
  if (!reachedFromOutside(service)) {
    if (external)
      errors.push(invalidValue(outside, external, 'may only be set for externally-accessible services'))
  } else if (!external) errors.push(required(outside))
  else if (!policies.includes(external)) errors.push(notSupported(outside, external, policies))
  if (!needsHealthCheck(service)) {
    if (check) {
      errors.push(
        invalidValue(
          health,
          check,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        ),
      )
    }
  } else if (!check) errors.push(required(health))
  else errors.push(...portNumber(check).map(detail => invalidValue(health, check, detail)))
  if (internal !== undefined && !policies.includes(internal))
    errors.push(notSupported('spec.internalTrafficPolicy', internal, policies))
  if (distribution !== undefined && !distributions.includes(distribution))
    errors.push(notSupported('spec.trafficDistribution', distribution, distributions))
  return errors
}

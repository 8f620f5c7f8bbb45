import { isIPv4, isIPv6 } from 'node:net'
import type { KubernetesObject, V1Endpoint, V1EndpointSlice } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { validateAddress } from '../validation/addresses'
import { duplicate, invalidValue, notSupported, required } from '../validation/field-errors'
import { dns1123Label, dns1123Subdomain, qualifiedName } from '../validation/names'
import { validateEndpointAddress } from './endpoint-address'

const types = ['FQDN', 'IPv4', 'IPv6']
const protocols = ['SCTP', 'TCP', 'UDP']

const named = (value: string | undefined, field: string, rule: (text: string) => string[]): FieldError[] =>
  value === undefined ? [] : rule(value).map(detail => invalidValue(field, value, detail))

/** discovery/validation ValidateEndpointSlice. */
export function validateEndpointSlice(
  { addressType, ports: given, endpoints }: V1EndpointSlice,
  { old }: { old?: KubernetesObject },
): FieldError[] {
  const ports = given ?? []
  const before = (old as V1EndpointSlice | undefined)?.addressType
  return [
    ...(addressType
      ? types.includes(addressType)
        ? []
        : [notSupported('addressType', addressType, types)]
      : [required('addressType')]),
    ...ports.flatMap(({ name, protocol, appProtocol }, index) => {
      const field = `ports[${index}]`
      return [
        ...named(name || undefined, `${field}.name`, dns1123Label),
        ...(ports.findIndex(other => (other.name ?? '') === (name ?? '')) < index
          ? [duplicate(`${field}.name`, name ?? '')]
          : []),
        ...(protocols.includes(protocol ?? '')
          ? []
          : [notSupported(`${field}.protocol`, protocol, protocols)]),
        ...named(appProtocol, `${field}.appProtocol`, qualifiedName),
      ]
    }),
    ...(endpoints ?? []).flatMap((endpoint, index) =>
      validateEndpoint(endpoint, addressType, `endpoints[${index}]`),
    ),
    ...(old && before !== addressType
      ? [invalidValue('addressType', addressType, 'field is immutable')]
      : []),
  ]
}

function validateEndpoint(endpoint: V1Endpoint, type: string, field: string): FieldError[] {
  const addresses = endpoint.addresses ?? []
  return [
    ...(addresses.length ? [] : [required(`${field}.addresses`, 'must contain at least 1 address')]),
    ...addresses.flatMap((address, index) => {
      const at = `${field}.addresses[${index}]`
      if (type !== 'IPv4' && type !== 'IPv6') return []
      const wrong = validateAddress(address, at)
      if (wrong.length) return wrong
      const fits = type === 'IPv4' ? isIPv4(address) : isIPv6(address)
      return [
        ...(fits ? [] : [invalidValue(`${field}.addresses`, address, `must be an ${type} address`)]),
        ...validateEndpointAddress(address, at),
      ]
    }),
    ...named(endpoint.nodeName, `${field}.nodeName`, dns1123Subdomain),
    ...named(endpoint.hostname, `${field}.hostname`, dns1123Label),
  ]
}

import type { CoreV1EndpointPort, V1EndpointAddress, V1Endpoints } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { validateAddress } from '../validation/addresses'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { dns1123Label, dns1123Subdomain, portNumber, qualifiedName } from '../validation/names'
import { validateEndpointAddress } from './endpoint-address'

const protocols = ['SCTP', 'TCP', 'UDP']

const named = (value: string | undefined, field: string, rule: (text: string) => string[]): FieldError[] =>
  value ? rule(value).map(detail => invalidValue(field, value, detail)) : []

const validateEndpoint = ({ ip, hostname, nodeName }: V1EndpointAddress, field: string): FieldError[] => [
  ...validateAddress(ip, `${field}.ip`),
  ...named(hostname, `${field}.hostname`, dns1123Label),
  ...named(nodeName, `${field}.nodeName`, dns1123Subdomain),
  ...validateEndpointAddress(ip, `${field}.ip`),
]

const validatePort = (port: CoreV1EndpointPort, withName: boolean, field: string): FieldError[] => [
  ...(withName && !port.name ? [required(`${field}.name`)] : named(port.name, `${field}.name`, dns1123Label)),
  ...portNumber(port.port).map(detail => invalidValue(`${field}.port`, port.port, detail)),
  ...(protocols.includes(port.protocol ?? '')
    ? []
    : [notSupported(`${field}.protocol`, port.protocol, protocols)]),
  ...named(port.appProtocol, `${field}.appProtocol`, qualifiedName),
]

/** core/validation ValidateEndpoints. */
export const validateEndpoints = ({ subsets = [] }: V1Endpoints): FieldError[] =>
  subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const field = `subsets[${index}]`
    return [
      ...(addresses.length || notReadyAddresses.length
        ? []
        : [required(field, 'must specify `addresses` or `notReadyAddresses`')]),
      ...addresses.flatMap((address, at) => validateEndpoint(address, `${field}.addresses[${at}]`)),
      ...notReadyAddresses.flatMap((address, at) =>
        validateEndpoint(address, `${field}.notReadyAddresses[${at}]`),
      ),
      ...ports.flatMap((port, at) => validatePort(port, ports.length > 1, `${field}.ports[${at}]`)),
    ]
  })

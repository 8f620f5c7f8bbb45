import type {
  V1IPBlock,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
} from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'
import { portName, portNumber } from '../validation/names'
import { parseCidr, strictlyWithin, validateCidr } from './cidr'

const protocols = ['TCP', 'UDP', 'SCTP']
const policyTypes = ['Ingress', 'Egress']

/** networking/validation ValidateNetworkPolicySpec, in its order. */
export function validateNetworkPolicy({ spec }: V1NetworkPolicy): FieldError[] {
  const errors = validateLabelSelector(spec?.podSelector, 'spec.podSelector')
  for (const [index, { ports, _from }] of (spec?.ingress ?? []).map(asWritten).entries()) {
    errors.push(...rule(`spec.ingress[${index}]`, ports, 'from', _from))
  }
  for (const [index, { ports, to }] of (spec?.egress ?? []).entries()) {
    errors.push(...rule(`spec.egress[${index}]`, ports, 'to', to))
  }
  const types = spec?.policyTypes ?? []
  if (types.length > policyTypes.length) {
    errors.push(invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes'))
    return errors
  }
  for (const [index, type] of types.entries()) {
    if (!policyTypes.includes(type))
      errors.push(notSupported(`spec.policyTypes[${index}]`, type, policyTypes))
  }
  return errors
}

/** client-node calls the field `_from`; on the wire, and so here, it is `from`. */
const asWritten = (ingress: object) => {
  const { ports, from } = ingress as { ports?: V1NetworkPolicyPort[]; from?: V1NetworkPolicyPeer[] }
  return { ports, _from: from }
}

const rule = (
  path: string,
  ports: readonly V1NetworkPolicyPort[] = [],
  peersName: string,
  peers: readonly V1NetworkPolicyPeer[] = [],
): FieldError[] => [
  ...ports.flatMap((port, index) => validatePort(port, `${path}.ports[${index}]`)),
  ...peers.flatMap((peer, index) => validatePeer(peer, `${path}.${peersName}[${index}]`)),
]

function validatePort({ port, endPort, protocol }: V1NetworkPolicyPort, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (protocol !== undefined && !protocols.includes(protocol)) {
    errors.push(notSupported(`${path}.protocol`, protocol, protocols))
  }
  const end = `${path}.endPort`
  if (typeof port === 'number') {
    errors.push(...portNumber(port).map(detail => invalidValue(`${path}.port`, port, detail)))
    if (endPort === undefined) return errors
    // The real server names the port here, not the endPort.
    if (endPort < port) errors.push(invalidValue(end, port, 'must be greater than or equal to `port`'))
    errors.push(...portNumber(endPort).map(detail => invalidValue(end, endPort, detail)))
  } else if (port !== undefined) {
    if (endPort !== undefined) {
      errors.push(invalidValue(end, endPort, 'may not be specified when `port` is non-numeric'))
    }
    errors.push(...portName(port).map(detail => invalidValue(`${path}.port`, port, detail)))
  } else if (endPort !== undefined) {
    errors.push(invalidValue(end, endPort, 'may not be specified when `port` is not specified'))
  }
  return errors
}

function validatePeer(
  { podSelector, namespaceSelector, ipBlock }: V1NetworkPolicyPeer,
  path: string,
): FieldError[] {
  const errors: FieldError[] = []
  if (podSelector) errors.push(...validateLabelSelector(podSelector, `${path}.podSelector`))
  if (namespaceSelector) errors.push(...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`))
  if (ipBlock) errors.push(...validateBlock(ipBlock, `${path}.ipBlock`))
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(path, 'must specify a peer'))
  else if (ipBlock && (podSelector || namespaceSelector)) {
    errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'))
  }
  return errors
}

function validateBlock({ cidr, except = [] }: V1IPBlock, path: string): FieldError[] {
  if (!cidr) return [required(`${path}.cidr`)]
  const outer = parseCidr(cidr)
  const errors = validateCidr(cidr, `${path}.cidr`)
  if (!outer) return errors
  return [
    ...errors,
    ...except.flatMap((text, index) => {
      const field = `${path}.except[${index}]`
      const inner = parseCidr(text)
      return [
        ...validateCidr(text, field),
        ...(inner && !strictlyWithin(inner, outer)
          ? [invalidValue(field, text, 'must be a strict subset of `cidr`')]
          : []),
      ]
    }),
  ]
}

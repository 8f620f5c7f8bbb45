import { expect, test } from 'vitest'
import { validateNetworkPolicy } from './network-policy-validation'

const messages = (spec: object) =>
  validateNetworkPolicy({ spec: { podSelector: {}, ...spec } } as never).map(
    ({ field, message }) => `${field}: ${message}`,
  )

const port = (value: object) => ({ ingress: [{ ports: [value] }] })
const peer = (value: object) => ({ egress: [{ to: [value] }] })
const portPath = 'spec.ingress[0].ports[0]'
const peerPath = 'spec.egress[0].to[0]'
const range = 'must be between 1 and 65535, inclusive'
const cidr = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

test.each<[object, string[]]>([
  [{}, []],
  [{ ingress: [{}], egress: [{}], policyTypes: ['Ingress', 'Egress'] }, []],
  [
    port({ protocol: 'HTTP', port: 70000 }),
    [
      `${portPath}.protocol: Unsupported value: "HTTP": supported values: "TCP", "UDP", "SCTP"`,
      `${portPath}.port: Invalid value: 70000: ${range}`,
    ],
  ],
  [port({ port: 0 }), [`${portPath}.port: Invalid value: 0: ${range}`]],
  [port({ port: 80, endPort: 90 }), []],
  [
    port({ port: 80, endPort: 70 }),
    [`${portPath}.endPort: Invalid value: 80: must be greater than or equal to \`port\``],
  ],
  [
    port({ port: 'http', endPort: 90 }),
    [`${portPath}.endPort: Invalid value: 90: may not be specified when \`port\` is non-numeric`],
  ],
  [
    port({ endPort: 90 }),
    [`${portPath}.endPort: Invalid value: 90: may not be specified when \`port\` is not specified`],
  ],
  [
    port({ port: 'UPPER' }),
    [
      `${portPath}.port: Invalid value: "UPPER": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
      `${portPath}.port: Invalid value: "UPPER": must contain at least one letter (a-z)`,
    ],
  ],
  [peer({}), [`${peerPath}: Required value: must specify a peer`]],
  [
    peer({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
    [`${peerPath}: Forbidden: may not specify both ipBlock and another peer`],
  ],
  [peer({ ipBlock: {} }), [`${peerPath}.ipBlock.cidr: Required value`]],
  [
    peer({ ipBlock: { cidr: '10.0.0.0/33', except: ['x'] } }),
    [`${peerPath}.ipBlock.cidr: Invalid value: "10.0.0.0/33": ${cidr}`],
  ],
  [peer({ ipBlock: { cidr: '10.0.0.1' } }), [`${peerPath}.ipBlock.cidr: Invalid value: "10.0.0.1": ${cidr}`]],
  [peer({ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] } }), []],
  [
    peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16', '10.0.0.0/8', 'x'] } }),
    [
      `${peerPath}.ipBlock.except[0]: Invalid value: "192.168.0.0/16": must be a strict subset of \`cidr\``,
      `${peerPath}.ipBlock.except[1]: Invalid value: "10.0.0.0/8": must be a strict subset of \`cidr\``,
      `${peerPath}.ipBlock.except[2]: Invalid value: "x": ${cidr}`,
    ],
  ],
  [
    { policyTypes: ['ingress'] },
    ['spec.policyTypes[0]: Unsupported value: "ingress": supported values: "Ingress", "Egress"'],
  ],
  [
    {
      podSelector: {
        matchExpressions: [
          { key: 'a', operator: 'In' },
          { key: 'b', operator: 'Exists', values: ['x'] },
        ],
      },
    },
    [
      "spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      "spec.podSelector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ],
])('%j', (spec, wanted) => {
  expect(messages(spec)).toEqual(wanted)
})

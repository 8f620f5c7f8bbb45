import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { createModel, type Endpoint, type Flow, type Model, type Protocol, UnknownEndpoint } from '.'

/** A row says `from -> to:port/PROTOCOL`; a bare name is a pod of namespace `a`. */
type Row = readonly [flow: string, allowed: boolean]

const container = { name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }

type PodText = { labels?: Record<string, string>; spec?: object; status?: object }

const pod = (path: string, { labels, spec, status }: PodText = {}): V1Pod => {
  const [namespace, name] = path.split('/')
  return {
    metadata: { namespace, name, labels },
    spec: { containers: [container], ...spec },
    status,
  } as V1Pod
}

const at = (ip: string, ...more: string[]) => ({
  podIP: ip,
  podIPs: [ip, ...more].map(one => ({ ip: one })),
  hostIP: '192.168.49.2',
})

const pods: V1Pod[] = [
  pod('a/web', { labels: { app: 'web' }, status: at('10.244.0.10') }),
  pod('a/api', { labels: { app: 'api', tier: 'back' }, status: at('10.244.0.11') }),
  pod('a/bare', { status: at('10.244.0.12') }),
  pod('b/web', { labels: { app: 'web' }, status: at('10.244.1.10') }),
  pod('b/api', { labels: { app: 'api' }, status: at('10.244.1.11') }),
  pod('c/lone', { labels: { app: 'web' } }),
]

const namespaces: V1Namespace[] = [
  { metadata: { name: 'a', labels: { env: 'prod' } } },
  { metadata: { name: 'b', labels: { env: 'test' } } },
]

const policy = (spec: unknown, name = 'policy', namespace = 'a'): V1NetworkPolicy =>
  ({ metadata: { name, namespace }, spec }) as V1NetworkPolicy

const modelOf = (policies: V1NetworkPolicy[], morePods: V1Pod[] = []): Model =>
  createModel({ namespaces, pods: [...pods, ...morePods], networkPolicies: policies })

const end = (text: string): Endpoint => {
  if (text.startsWith('ip:')) return { ip: text.slice(3) }
  const [first, second] = text.split('/')
  return second ? { namespace: first!, pod: second } : { namespace: 'a', pod: first! }
}

const flow = (text: string): Flow => {
  const [, from, to, port, protocol] = /^(\S+) -> (\S+):(\d+)(?:\/(\w+))?$/.exec(text)!
  return { from: end(from!), to: end(to!), port: Number(port), protocol: (protocol ?? 'TCP') as Protocol }
}

/** Each spec is a policy of namespace `a`. */
function table(name: string, specs: unknown[], rows: readonly Row[], morePods: V1Pod[] = []): void {
  describe(name, () => {
    it.each(rows)('%s: %s', (text, allowed) => {
      const policies = specs.map((spec, index) => policy(spec, `policy-${index}`))
      expect(modelOf(policies, morePods).verdict(flow(text)).allowed).toBe(allowed)
    })
  })
}

const webIn = (rule: unknown) => ({ podSelector: { matchLabels: { app: 'web' } }, ingress: [rule] })
const allOut = (rule: unknown) => ({ podSelector: {}, policyTypes: ['Egress'], egress: [rule] })

describe('who a policy selects', () => {
  const deny = { policyTypes: ['Ingress'] }
  table(
    'podSelector missing is everything in the namespace',
    [deny],
    [
      ['api -> web:80', false],
      ['web -> bare:80', false],
      ['api -> b/web:80', true],
    ],
  )
  table(
    'podSelector null is everything in the namespace',
    [{ ...deny, podSelector: null }],
    [['api -> web:80', false]],
  )
  table(
    'spec missing is a default deny of ingress',
    [undefined],
    [
      ['api -> web:80', false],
      ['web -> b/web:80', true],
    ],
  )
  table(
    'NotIn selects pods that lack the key',
    [{ ...deny, podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }],
    [
      ['web -> bare:80', false],
      ['web -> api:80', false],
      ['api -> web:80', true],
    ],
  )
  table(
    'DoesNotExist selects pods that lack the key',
    [{ ...deny, podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }],
    [
      ['web -> bare:80', false],
      ['api -> web:80', true],
    ],
  )
  table(
    'an empty value in matchLabels is not a missing key',
    [{ ...deny, podSelector: { matchLabels: { app: '' } } }],
    [['web -> bare:80', true]],
  )
  table(
    'a policy that selects nothing changes nothing',
    [{ ...deny, podSelector: { matchLabels: { app: 'x' } } }],
    [['api -> web:80', true]],
  )
})

describe('policyTypes', () => {
  for (const [name, policyTypes] of [
    ['missing', {}],
    ['null', { policyTypes: null }],
    ['empty', { policyTypes: [] }],
  ] as const) {
    table(
      `${name}, no rules: ingress only`,
      [{ podSelector: {}, ...policyTypes }],
      [
        ['api -> web:80', false],
        ['web -> b/web:80', true],
      ],
    )
    table(
      `${name}, empty egress: ingress only`,
      [{ podSelector: {}, ...policyTypes, egress: [] }],
      [['web -> b/web:80', true]],
    )
    table(
      `${name}, null egress: ingress only`,
      [{ podSelector: {}, ...policyTypes, egress: null }],
      [['web -> b/web:80', true]],
    )
    table(
      `${name}, an egress rule: both`,
      [{ podSelector: {}, ...policyTypes, egress: [{ ports: [{ port: 1 }] }] }],
      [
        ['b/web -> web:80', false],
        ['web -> b/web:80', false],
        ['web -> b/web:1', true],
      ],
    )
  }
  table(
    'only Egress named: ingress rules are ignored',
    [{ podSelector: {}, policyTypes: ['Egress'], ingress: [], egress: [{}] }],
    [
      ['b/web -> web:80', true],
      ['web -> b/web:80', true],
    ],
  )
  table(
    'only Ingress named: egress rules are ignored',
    [{ podSelector: {}, policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] }],
    [
      ['web -> b/web:80', true],
      ['b/web -> web:80', false],
    ],
  )
  table(
    'Egress named without rules: nothing gets out',
    [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    [
      ['web -> b/web:80', false],
      ['web -> ip:192.0.2.1:53/UDP', false],
    ],
  )
})

describe('empty at each level', () => {
  for (const [name, ingress, allowed] of [
    ['ingress missing', undefined, false],
    ['ingress null', null, false],
    ['ingress []', [], false],
    ['ingress [{}]', [{}], true],
    ['ingress [null]', [null], true],
    ['from missing', [{ ports: [{ port: 80 }] }], true],
    ['from null', [{ from: null }], true],
    ['from []', [{ from: [] }], true],
    ['from [{}], which the API refuses', [{ from: [{}] }], false],
    ['ports null', [{ ports: null, from: [{ podSelector: {} }] }], true],
    ['ports []', [{ ports: [], from: [{ podSelector: {} }] }], true],
    ['a peer of nulls', [{ from: [{ podSelector: null, namespaceSelector: null, ipBlock: null }] }], false],
  ] as const) {
    table(name, [{ podSelector: {}, ingress }], [['api -> web:80', allowed]])
  }
  for (const [name, egress, allowed] of [
    ['egress []', [], false],
    ['egress [{}]', [{}], true],
    ['to []', [{ to: [] }], true],
    ['to null, ports null', [{ to: null, ports: null }], true],
    ['to another namespace only', [{ to: [{ namespaceSelector: { matchLabels: { env: 'test' } } }] }], false],
  ] as const) {
    table(name, [{ podSelector: {}, policyTypes: ['Egress'], egress }], [['api -> web:80', allowed]])
  }
  table(
    'a rule without from admits everybody',
    [{ podSelector: {}, ingress: [{}] }],
    [
      ['b/web -> web:80', true],
      ['ip:192.0.2.1 -> web:80', true],
      ['ip:2001:db8::1 -> web:9/SCTP', true],
    ],
  )
})

describe('client-node writes the field from as _from', () => {
  table(
    '_from',
    [webIn({ _from: [{ podSelector: { matchLabels: { app: 'api' } } }] })],
    [
      ['api -> web:80', true],
      ['bare -> web:80', false],
    ],
  )
})

describe('peers', () => {
  table(
    'podSelector alone means the namespace of the policy',
    [webIn({ from: [{ podSelector: {} }] })],
    [
      ['api -> web:80', true],
      ['b/api -> web:80', false],
      ['ip:192.0.2.1 -> web:80', false],
    ],
  )
  table(
    'namespaceSelector {} means every namespace, the own one too',
    [webIn({ from: [{ namespaceSelector: {} }] })],
    [
      ['api -> web:80', true],
      ['b/api -> web:80', true],
      ['c/lone -> web:80', true],
      ['ip:192.0.2.1 -> web:80', false],
    ],
  )
  table(
    'both in one item is AND',
    [
      webIn({
        from: [
          {
            namespaceSelector: { matchLabels: { env: 'test' } },
            podSelector: { matchLabels: { app: 'api' } },
          },
        ],
      }),
    ],
    [
      ['b/api -> web:80', true],
      ['b/web -> web:80', false],
      ['api -> web:80', false],
    ],
  )
  table(
    'two items is OR, the podSelector of the own namespace',
    [
      webIn({
        from: [
          { namespaceSelector: { matchLabels: { env: 'test' } } },
          { podSelector: { matchLabels: { app: 'api' } } },
        ],
      }),
    ],
    [
      ['b/api -> web:80', true],
      ['b/web -> web:80', true],
      ['api -> web:80', true],
      ['bare -> web:80', false],
      ['c/lone -> web:80', false],
    ],
  )
  table(
    'a namespace always has its name as a label, also one that is not listed',
    [webIn({ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'c' } } }] })],
    [
      ['c/lone -> web:80', true],
      ['b/api -> web:80', false],
    ],
  )
  table(
    'namespace NotIn matches a namespace without the label',
    [
      webIn({
        from: [
          { namespaceSelector: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['test'] }] } },
        ],
      }),
    ],
    [
      ['c/lone -> web:80', true],
      ['api -> web:80', true],
      ['b/api -> web:80', false],
    ],
  )
})

describe('ports', () => {
  table(
    'an empty entry is every TCP port',
    [webIn({ ports: [{}] })],
    [
      ['api -> web:1', true],
      ['api -> web:65535', true],
      ['api -> web:80/UDP', false],
      ['api -> web:80/SCTP', false],
    ],
  )
  table(
    'null parts are missing parts',
    [webIn({ ports: [{ port: null, protocol: null, endPort: null }] })],
    [
      ['api -> web:1', true],
      ['api -> web:80/UDP', false],
    ],
  )
  table(
    'a protocol alone is every port of it',
    [webIn({ ports: [{ protocol: 'UDP' }] })],
    [
      ['api -> web:53/UDP', true],
      ['api -> web:53', false],
    ],
  )
  table(
    'no protocol means TCP',
    [webIn({ ports: [{ port: 53 }] })],
    [
      ['api -> web:53', true],
      ['api -> web:53/UDP', false],
      ['api -> web:54', false],
    ],
  )
  table(
    'SCTP',
    [webIn({ ports: [{ port: 99, protocol: 'SCTP' }] })],
    [
      ['api -> web:99/SCTP', true],
      ['api -> web:99', false],
    ],
  )
  table(
    'endPort is inclusive and keeps the protocol',
    [webIn({ ports: [{ port: 80, endPort: 90 }] })],
    [
      ['api -> web:79', false],
      ['api -> web:80', true],
      ['api -> web:90', true],
      ['api -> web:91', false],
      ['api -> web:85/UDP', false],
    ],
  )
  table(
    'endPort equal to port',
    [webIn({ ports: [{ port: 80, endPort: 80 }] })],
    [
      ['api -> web:80', true],
      ['api -> web:81', false],
    ],
  )
  for (const [name, port] of [
    ['below port', { port: 80, endPort: 79 }],
    ['without port', { endPort: 90 }],
    ['with a name', { port: 'http', endPort: 9000 }],
  ] as const) {
    table(
      `endPort ${name}, which the API refuses, matches nothing`,
      [webIn({ ports: [port] })],
      [
        ['api -> web:80', false],
        ['api -> web:8080', false],
      ],
    )
  }
  table(
    'several entries are OR',
    [webIn({ ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] })],
    [
      ['api -> web:80', true],
      ['api -> web:53/UDP', true],
      ['api -> web:53', false],
    ],
  )
})

describe('named ports', () => {
  const named = (name: string, containerPort: number, protocol?: string) => ({
    name,
    containerPort,
    protocol,
  })
  const more = [
    pod('a/two', {
      labels: { app: 'web' },
      spec: {
        containers: [
          { name: 'one', ports: [named('http', 81)] },
          { name: 'two', ports: [named('dns', 53, 'UDP')] },
        ],
      },
    }),
    pod('a/sidecar', {
      labels: { app: 'web' },
      spec: {
        initContainers: [
          { name: 'setup', ports: [named('setup', 7000)] },
          { name: 'proxy', restartPolicy: 'Always', ports: [named('http', 15001)] },
        ],
        containers: [{ name: 'main' }],
      },
    }),
  ]
  table(
    'each selected pod resolves the name for itself',
    [webIn({ ports: [{ port: 'http' }] })],
    [
      ['api -> web:8080', true],
      ['api -> web:81', false],
      ['api -> two:81', true],
      ['api -> two:8080', false],
      ['api -> sidecar:15001', true],
      ['api -> web:8080/UDP', false],
    ],
    more,
  )
  table(
    'the protocol is part of the name',
    [webIn({ ports: [{ port: 'dns' }] })],
    [
      ['api -> two:53/UDP', false],
      ['api -> two:53', false],
    ],
    more,
  )
  table(
    'name and protocol',
    [webIn({ ports: [{ port: 'dns', protocol: 'UDP' }] })],
    [
      ['api -> two:53/UDP', true],
      ['api -> two:53', false],
    ],
    more,
  )
  table(
    'an init container that ends has no ports',
    [webIn({ ports: [{ port: 'setup' }] })],
    [['api -> sidecar:7000', false]],
    more,
  )
  table(
    'in egress the destination resolves',
    [allOut({ ports: [{ port: 'http' }] })],
    [
      ['api -> web:8080', true],
      ['api -> two:81', true],
      ['api -> two:8080', false],
      ['api -> b/web:8080', true],
      ['api -> ip:192.0.2.1:8080', false],
    ],
    more,
  )
  table(
    'in egress with a selector',
    [allOut({ to: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 'http' }] })],
    [
      ['api -> two:81', true],
      ['api -> web:81', false],
    ],
    more,
  )
  table(
    'a number in a string is a name, which no port has',
    [webIn({ ports: [{ port: '80' }] })],
    [['api -> web:80', false]],
  )
})

describe('ipBlock', () => {
  const block = (cidr: string, except?: string[] | null) => ({ ipBlock: { cidr, except } })
  table(
    'addresses outside the cluster',
    [webIn({ from: [block('192.0.2.0/24', ['192.0.2.128/25'])] })],
    [
      ['ip:192.0.2.1 -> web:80', true],
      ['ip:192.0.2.200 -> web:80', false],
      ['ip:198.51.100.1 -> web:80', false],
    ],
  )
  table(
    'pods are matched by their address',
    [webIn({ from: [block('10.244.0.0/24')] })],
    [
      ['api -> web:80', true],
      ['b/api -> web:80', false],
      ['c/lone -> web:80', false],
    ],
  )
  table(
    '0.0.0.0/0 is IPv4 only',
    [webIn({ from: [block('0.0.0.0/0')] })],
    [
      ['ip:203.0.113.9 -> web:80', true],
      ['ip:2001:db8::1 -> web:80', false],
      ['b/api -> web:80', true],
    ],
  )
  table(
    '::/0 is IPv6 only',
    [webIn({ from: [block('::/0')] })],
    [
      ['ip:2001:db8::1 -> web:80', true],
      ['ip:203.0.113.9 -> web:80', false],
      ['b/api -> web:80', false],
    ],
  )
  table(
    'except takes away from its own peer only',
    [webIn({ from: [block('10.0.0.0/8', ['10.1.0.0/16']), block('10.1.2.0/24')] })],
    [
      ['ip:10.1.3.1 -> web:80', false],
      ['ip:10.1.2.1 -> web:80', true],
      ['ip:10.2.0.1 -> web:80', true],
    ],
  )
  table(
    'another policy may allow the exception',
    [webIn({ from: [block('10.0.0.0/8', ['10.1.0.0/16'])] }), webIn({ from: [block('10.1.0.0/16')] })],
    [['ip:10.1.3.1 -> web:80', true]],
  )
  table(
    'host bits do not matter',
    [allOut({ to: [block('192.0.2.77/24', null)] })],
    [
      ['api -> ip:192.0.2.1:80', true],
      ['api -> ip:192.0.3.1:80', false],
    ],
  )
  table(
    'what is no CIDR matches nothing',
    [allOut({ to: [block('192.0.2.1'), block('10.0.0.0/33'), block('')] })],
    [
      ['api -> ip:192.0.2.1:80', false],
      ['api -> ip:10.0.0.1:80', false],
    ],
  )
  table(
    'an IPv4-mapped address is the IPv4 address',
    [allOut({ to: [block('192.0.2.0/24')] })],
    [['api -> ip:::ffff:192.0.2.1:80', true]],
  )
  table(
    'beside a selector, which the API refuses, matches nobody',
    [allOut({ to: [{ ...block('0.0.0.0/0'), podSelector: {} }] })],
    [
      ['api -> ip:192.0.2.1:80', false],
      ['api -> web:80', false],
    ],
  )

  const dual = [
    pod('a/dual', { labels: { app: 'dual' }, status: at('10.244.0.20', 'fd00::20') }),
    pod('b/dual', { labels: { app: 'dual' }, status: at('10.244.1.20', 'fd00:1::20') }),
    pod('b/six', { labels: { app: 'six' }, status: at('fd00:1::21') }),
  ]
  const dualIn = (...from: unknown[]) => ({
    podSelector: { matchLabels: { app: 'dual' } },
    ingress: [{ from }],
  })
  table(
    'dual stack: an address of the family of the flow',
    [dualIn(block('fd00:1::/64'))],
    [
      ['b/dual -> dual:80', true],
      ['b/six -> dual:80', true],
      ['ip:fd00:1::20 -> dual:80', true],
      ['ip:10.244.1.20 -> dual:80', false],
      ['b/dual -> ip:10.244.0.20:80', false],
      ['b/dual -> ip:fd00::20:80', true],
      ['api -> dual:80', false],
    ],
    dual,
  )
  table(
    'dual stack: no flow of a family that one end lacks',
    [dualIn(block('10.244.1.0/24'))],
    [
      ['b/dual -> dual:80', true],
      ['b/six -> dual:80', false],
      ['b/dual -> ip:fd00::20:80', false],
    ],
    dual,
  )
})

describe('an address that is a pod’s is that pod', () => {
  table(
    'selectors match it',
    [webIn({ from: [{ podSelector: { matchLabels: { app: 'api' } } }] })],
    [
      ['ip:10.244.0.11 -> web:80', true],
      ['ip:10.244.0.11 -> ip:10.244.0.10:80', true],
      ['ip:10.244.0.12 -> web:80', false],
      ['bare -> ip:10.244.0.10:80', false],
      ['bare -> ip:::ffff:10.244.0.10:80', false],
    ],
  )
})

describe('both sides', () => {
  table(
    'egress of the source and ingress of the target',
    [
      { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      {
        podSelector: { matchLabels: { app: 'api' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: {} }] }],
      },
    ],
    [['api -> web:80', false]],
  )
  table(
    'both open',
    [
      { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      {
        podSelector: { matchLabels: { app: 'api' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: {} }] }],
      },
      webIn({ from: [{ podSelector: {} }] }),
    ],
    [
      ['api -> web:80', true],
      ['web -> api:80', false],
    ],
  )
  table(
    'policies add up',
    [
      webIn({ from: [{ podSelector: { matchLabels: { app: 'api' } } }] }),
      webIn({ from: [{ namespaceSelector: { matchLabels: { env: 'test' } } }] }),
    ],
    [
      ['api -> web:80', true],
      ['b/api -> web:80', true],
      ['bare -> web:80', false],
    ],
  )
})

describe('who policies cannot isolate', () => {
  const deny = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }
  const node = { podIP: '192.168.49.2', podIPs: [{ ip: '192.168.49.2' }], hostIP: '192.168.49.2' }
  const other = { podIP: '192.168.49.3', podIPs: [{ ip: '192.168.49.3' }], hostIP: '192.168.49.3' }
  const host = [
    pod('a/host', { labels: { app: 'api' }, spec: { hostNetwork: true }, status: node }),
    pod('a/far', { labels: { app: 'api' }, spec: { hostNetwork: true }, status: other }),
  ]
  table(
    'a pod reaches itself, by name and by address',
    [deny],
    [
      ['web -> web:80', true],
      ['web -> ip:10.244.0.10:80', true],
      ['ip:10.244.0.10 -> web:80', true],
    ],
  )
  table(
    'its own node reaches it',
    [deny],
    [
      ['ip:192.168.49.2 -> web:80', true],
      ['host -> web:80', true],
      ['far -> web:80', false],
      ['ip:192.168.49.3 -> web:80', false],
      ['web -> ip:192.168.49.2:80', false],
    ],
    host,
  )
  table(
    'a host-network pod is not isolated',
    [deny],
    [
      ['ip:192.0.2.1 -> far:80', true],
      ['b/web -> host:80', true],
      ['far -> b/web:80', true],
      ['far -> ip:192.0.2.1:80', true],
    ],
    host,
  )
  table(
    'no selector matches a host-network pod',
    [webIn({ from: [{ podSelector: { matchLabels: { app: 'api' } } }] })],
    [
      ['api -> web:80', true],
      ['far -> web:80', false],
    ],
    host,
  )
  table(
    'ipBlock and rules without from match a host-network pod',
    [
      webIn({ from: [{ ipBlock: { cidr: '192.168.49.3/32' } }] }),
      { podSelector: { matchLabels: { tier: 'back' } }, ingress: [{}] },
    ],
    [
      ['far -> web:80', true],
      ['far -> api:80', true],
    ],
    host,
  )
  table(
    'egress to a host-network pod is egress to an address',
    [allOut({ to: [{ podSelector: {} }, { ipBlock: { cidr: '192.168.49.3/32' } }] })],
    [
      ['web -> host:80', false],
      ['web -> far:80', true],
    ],
    host,
  )

  const gone = [
    pod('a/done', { labels: { app: 'api' }, status: { phase: 'Succeeded', ...at('10.244.0.11') } }),
    pod('a/crashed', { labels: { app: 'web' }, status: { phase: 'Failed', ...at('10.244.0.40') } }),
  ]
  table(
    'a pod that ran to its end has no address, no isolation and no selector that matches',
    [webIn({ from: [{ podSelector: { matchLabels: { app: 'api' } } }] })],
    [
      ['ip:10.244.0.11 -> web:80', true],
      ['done -> web:80', false],
      ['bare -> crashed:80', true],
      ['bare -> ip:10.244.0.40:80', true],
    ],
    gone,
  )
  table(
    'a pod without an address yet is isolated and selected',
    [{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'soon' } } }] }] }],
    [
      ['soon -> web:80', true],
      ['web -> soon:80', false],
    ],
    [pod('a/soon', { labels: { app: 'soon' }, status: { phase: 'Pending' } })],
  )
})

describe('a side', () => {
  const policies = [
    policy({ podSelector: {}, policyTypes: ['Ingress'] }, 'z-deny'),
    policy(
      webIn({
        from: [{ podSelector: { matchLabels: { app: 'none' } } }, { podSelector: {} }],
        ports: [{ port: 443 }, { port: 80 }],
      }),
      'm-allow',
    ),
    policy(webIn({}), 'n-all'),
    policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] }, 'out'),
  ]
  const ref = (name: string) => ({ namespace: 'a', name })

  it('names all policies that select the pod in its direction, by name, and the first rule that allows', () => {
    expect(modelOf(policies).verdict(flow('api -> web:80'))).toEqual({
      allowed: true,
      egress: {
        allowed: true,
        isolated: true,
        policies: [ref('out')],
        rule: { ...ref('out'), direction: 'egress', index: 0 },
      },
      ingress: {
        allowed: true,
        isolated: true,
        policies: [ref('m-allow'), ref('n-all'), ref('z-deny')],
        rule: { ...ref('m-allow'), direction: 'ingress', index: 0, peer: 1, port: 1 },
      },
    })
  })

  it('has no rule when it is closed', () => {
    expect(modelOf(policies).verdict(flow('web -> api:80')).ingress).toEqual({
      allowed: false,
      isolated: true,
      policies: [ref('z-deny')],
    })
  })

  it('is open and not isolated outside the cluster', () => {
    const open = { allowed: true, isolated: false, policies: [] }
    expect(modelOf(policies).verdict(flow('ip:192.0.2.1 -> b/web:80'))).toEqual({
      allowed: true,
      egress: open,
      ingress: open,
    })
  })

  it('is isolated and open for what no policy can stop', () => {
    expect(modelOf(policies).verdict(flow('bare -> bare:80')).ingress).toEqual({
      allowed: true,
      isolated: true,
      policies: [ref('z-deny')],
    })
  })

  it('cannot be changed by who reads it', () => {
    const { ingress } = modelOf(policies).verdict(flow('api -> web:80'))
    expect(() => ingress.policies.push(ref('x'))).toThrow(TypeError)
    expect(() => Object.assign(ingress.rule!, { index: 9 })).toThrow(TypeError)
  })
})

describe('unknown ends', () => {
  it.each(['nobody -> web:80', 'web -> z/web:80', 'ip:hello -> web:80'])('%s', text => {
    expect(() => modelOf([]).verdict(flow(text))).toThrow(UnknownEndpoint)
  })
})

describe('matrix', () => {
  it('has a cell for each source, target and port, of every pod that runs', () => {
    const model = modelOf([policy({ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] })])
    const ports = [
      { port: 80, protocol: 'TCP' as const },
      { port: 81, protocol: 'TCP' as const },
    ]
    const { sources, targets, cells } = model.matrix(ports)
    expect(sources).toHaveLength(pods.length)
    expect(targets).toEqual(sources)
    expect(cells[1]![0]!.map(cell => cell.allowed)).toEqual([true, false])
    const one = model.matrix(ports, { sources: [{ ip: '192.0.2.1' }], targets: [end('web')] })
    expect(one.cells.map(row => row.map(cell => cell.map(({ allowed }) => allowed)))).toEqual([
      [[true, false]],
    ])
  })

  it('leaves out pods that ran to their end', () => {
    const model = modelOf([], [pod('a/done', { status: { phase: 'Succeeded' } })])
    expect(model.matrix([]).sources).not.toContainEqual(end('done'))
  })
})

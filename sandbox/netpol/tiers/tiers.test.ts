import { describe, expect, it } from 'vitest'
import { render } from '@/messages'
import { createModel } from '../create-model'
import type { Endpoint, Flow, ModelObjects, Protocol } from '../model'

const pod = (path: string, ip: string, spec: object = {}) => {
  const [namespace, name] = path.split('/')
  return {
    metadata: { namespace, name, labels: { app: name } },
    spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }], ...spec },
    status: { podIP: ip, podIPs: [{ ip }], hostIP: '192.168.49.2' },
  }
}

const namespaces = [
  { metadata: { name: 'a', labels: { team: 'a' } } },
  { metadata: { name: 'b', labels: { team: 'b' } } },
]
const pods = [
  pod('a/web', '10.0.0.1'),
  pod('a/api', '10.0.0.2'),
  pod('b/web', '10.0.1.1'),
  pod('b/agent', '192.168.49.3', { hostNetwork: true }),
]
const nodes = [
  {
    metadata: { name: 'worker', labels: { role: 'worker' } },
    status: {
      addresses: [
        { type: 'InternalIP', address: '192.168.49.3' },
        { type: 'Hostname', address: 'worker' },
      ],
    },
  },
]

const everywhere = { namespaces: {} }
const inA = { namespaces: { matchLabels: { team: 'a' } } }
const onlyPod = (team: string, app: string) => ({
  pods: { namespaceSelector: { matchLabels: { team } }, podSelector: { matchLabels: { app } } },
})

const cluster = (tier: string, priority: number, spec: object, name = `${tier}-${priority}`) => ({
  clusterNetworkPolicies: [{ metadata: { name }, spec: { tier, priority, subject: everywhere, ...spec } }],
})
const admin = (priority: number, spec: object) => ({
  adminNetworkPolicies: [
    { metadata: { name: `admin-${priority}` }, spec: { priority, subject: everywhere, ...spec } },
  ],
})
const baseline = (spec: object) => ({
  baselineAdminNetworkPolicies: [{ metadata: { name: 'default' }, spec: { subject: everywhere, ...spec } }],
})
const own = (spec: object) => ({
  networkPolicies: [{ metadata: { namespace: 'a', name: 'own' }, spec: { podSelector: {}, ...spec } }],
})
const inbound = (action: string, rest: object = {}) => ({
  ingress: [{ action, from: [everywhere], ...rest }],
})
const outbound = (action: string, to: object, rest: object = {}) => ({
  egress: [{ action, to: [to], ...rest }],
})

type Lists = Record<string, object[]>

function modelOf(parts: readonly Lists[]) {
  const objects: Lists = { namespaces, pods, nodes, networkPolicies: [] }
  for (const part of parts) {
    for (const [list, items] of Object.entries(part)) objects[list] = [...(objects[list] ?? []), ...items]
  }
  return createModel(objects as unknown as ModelObjects)
}

const end = (text: string): Endpoint => {
  const [namespace, name] = text.split('/')
  return name ? { namespace: namespace!, pod: name } : { ip: text }
}

/** `a/web -> b/web:80/UDP` */
const flow = (text: string): Flow => {
  const [, from, to, port, protocol] = /^(\S+) -> (\S+):(\d+)(?:\/(\w+))?$/.exec(text)!
  return { from: end(from!), to: end(to!), port: Number(port), protocol: (protocol ?? 'TCP') as Protocol }
}

type Case = [title: string, parts: Lists[], flow: string, allowed: boolean]

const check = (cases: readonly Case[]) => {
  it.each(cases)('%s', (_title, parts, text, allowed) => {
    expect(modelOf(parts).verdict(flow(text)).allowed).toBe(allowed)
  })
}

const close = own({ policyTypes: ['Ingress'] })
const open = own({ ingress: [{}] })

describe('the order of the tiers', () => {
  check([
    [
      'Accept of Admin opens what a NetworkPolicy closes',
      [cluster('Admin', 1, inbound('Accept')), close],
      'b/web -> a/web:80',
      true,
    ],
    [
      'Deny of Admin closes what a NetworkPolicy opens',
      [cluster('Admin', 1, inbound('Deny')), open],
      'b/web -> a/web:80',
      false,
    ],
    [
      'Pass of Admin leaves it to the NetworkPolicy',
      [cluster('Admin', 1, inbound('Pass')), close],
      'b/web -> a/web:80',
      false,
    ],
    [
      'a NetworkPolicy that selects the pod has the last word before Baseline: open',
      [open, cluster('Baseline', 1, inbound('Deny'))],
      'b/web -> a/web:80',
      true,
    ],
    [
      'a NetworkPolicy that selects the pod has the last word before Baseline: closed',
      [close, cluster('Baseline', 1, inbound('Accept'))],
      'b/web -> a/web:80',
      false,
    ],
    [
      'Baseline decides about a pod that no NetworkPolicy selects',
      [close, cluster('Baseline', 1, inbound('Deny'))],
      'a/web -> b/web:80',
      false,
    ],
    [
      'a NetworkPolicy of the other direction does not keep Baseline out',
      [own({ policyTypes: ['Egress'], egress: [{}] }), cluster('Baseline', 1, inbound('Deny'))],
      'b/web -> a/web:80',
      false,
    ],
    [
      'Pass of Baseline leaves the default, which is open',
      [
        cluster('Baseline', 1, {
          ingress: [
            { action: 'Pass', from: [everywhere] },
            { action: 'Deny', from: [everywhere] },
          ],
        }),
      ],
      'b/web -> a/web:80',
      true,
    ],
    [
      'Accept at the source does not open the side of the target',
      [cluster('Admin', 1, outbound('Accept', everywhere)), close],
      'b/web -> a/web:80',
      false,
    ],
    [
      'v1alpha1: Allow opens what a NetworkPolicy closes',
      [admin(1, inbound('Allow')), close],
      'b/web -> a/web:80',
      true,
    ],
    [
      'v1alpha1: the baseline gives way to NetworkPolicies',
      [baseline(inbound('Deny')), open],
      'b/web -> a/web:80',
      true,
    ],
    ['v1alpha1: the baseline denies else', [baseline(inbound('Deny'))], 'b/web -> a/web:80', false],
    [
      'v1alpha1: Pass skips the admin rules that follow',
      [admin(1, inbound('Pass')), admin(2, inbound('Deny')), open],
      'b/web -> a/web:80',
      true,
    ],
    [
      'Pass skips policies of the other version, too',
      [cluster('Admin', 1, inbound('Pass')), admin(2, inbound('Deny'))],
      'b/web -> a/web:80',
      true,
    ],
    [
      'a BaselineAdminNetworkPolicy is asked after the ClusterNetworkPolicies of its tier',
      [baseline(inbound('Deny')), cluster('Baseline', 1000, inbound('Accept'))],
      'b/web -> a/web:80',
      true,
    ],
  ])
})

describe('within a tier', () => {
  check([
    [
      'the lower priority wins',
      [cluster('Admin', 9, inbound('Accept')), cluster('Admin', 3, inbound('Deny'))],
      'b/web -> a/web:80',
      false,
    ],
    [
      'the priority counts across versions',
      [admin(3, inbound('Allow')), cluster('Admin', 9, inbound('Deny'))],
      'b/web -> a/web:80',
      true,
    ],
    [
      'the first rule that matches wins',
      [
        cluster('Admin', 1, {
          ingress: [
            { action: 'Accept', from: [inA] },
            { action: 'Deny', from: [everywhere] },
          ],
        }),
      ],
      'a/api -> a/web:80',
      true,
    ],
    [
      'rules that do not match are skipped',
      [
        cluster('Admin', 1, {
          ingress: [
            { action: 'Accept', from: [inA] },
            { action: 'Deny', from: [everywhere] },
          ],
        }),
      ],
      'b/web -> a/web:80',
      false,
    ],
    [
      'no rule matches: the next tier is asked',
      [cluster('Admin', 1, { ingress: [{ action: 'Deny', from: [inA] }] })],
      'b/web -> a/web:80',
      true,
    ],
    [
      'among equals the name decides, always the same',
      [cluster('Admin', 1, inbound('Deny'), 'z'), cluster('Admin', 1, inbound('Accept'), 'b')],
      'b/web -> a/web:80',
      true,
    ],
  ])
})

describe('subjects', () => {
  const only = (subject: object) => [cluster('Admin', 1, { subject, ...inbound('Deny') })]
  check([
    ['namespaces {} is every namespace', only({ namespaces: {} }), 'a/api -> b/web:80', false],
    ['namespaces by label', only(inA), 'a/api -> b/web:80', true],
    ['pods of namespaces', only(onlyPod('a', 'web')), 'b/web -> a/web:80', false],
    ['other pods of these namespaces', only(onlyPod('a', 'web')), 'b/web -> a/api:80', true],
    ['a subject without any field is nobody', only({}), 'b/web -> a/web:80', true],
    ['pods on the host network are never meant', only({ namespaces: {} }), 'a/web -> b/agent:80', true],
  ])
})

describe('peers', () => {
  const deny = (to: object) => [cluster('Admin', 1, outbound('Deny', to))]
  check([
    ['namespaces include the own', deny({ namespaces: {} }), 'a/web -> a/api:80', false],
    ['namespaces are pods only: nobody outside', deny({ namespaces: {} }), 'a/web -> 192.0.2.7:80', true],
    ['namespaces leave out the host network', deny({ namespaces: {} }), 'a/web -> b/agent:80', true],
    ['networks match addresses of pods', deny({ networks: ['0.0.0.0/0'] }), 'a/web -> a/api:80', false],
    [
      'networks match outside',
      deny({ networks: ['203.0.113.0/24', '192.0.2.0/24'] }),
      'a/web -> 192.0.2.7:80',
      false,
    ],
    ['networks of the other family', deny({ networks: ['::/0'] }), 'a/web -> 192.0.2.7:80', true],
    [
      'nodes by label, by address',
      deny({ nodes: { matchLabels: { role: 'worker' } } }),
      'a/web -> 192.168.49.3:80',
      false,
    ],
    ['nodes include pods on their host network', deny({ nodes: {} }), 'a/web -> b/agent:80', false],
    ['nodes are no pods', deny({ nodes: {} }), 'a/web -> a/api:80', true],
    [
      'nodes with other labels',
      deny({ nodes: { matchLabels: { role: 'other' } } }),
      'a/web -> 192.168.49.3:80',
      true,
    ],
    ['domain names match nobody here', deny({ domainNames: ['example.org'] }), 'a/web -> 192.0.2.7:80', true],
    [
      'ingress never matches who is outside',
      [cluster('Admin', 1, inbound('Deny'))],
      '192.0.2.7 -> a/web:80',
      true,
    ],
    ['a pod reaches itself', deny({ namespaces: {} }), 'a/web -> a/web:80', true],
    [
      'the own node reaches its pods',
      [cluster('Admin', 1, { ingress: [{ action: 'Deny', from: [{}] }] })],
      '192.168.49.2 -> a/web:80',
      true,
    ],
  ])
})

describe('a peer that names nothing known fails closed', () => {
  const unknown = { from: [{ tenants: {} }, everywhere] }
  check([
    [
      'Accept matches nothing',
      [cluster('Admin', 1, { ingress: [{ action: 'Accept', ...unknown }] }), close],
      'b/web -> a/web:80',
      false,
    ],
    [
      'Deny denies all',
      [cluster('Admin', 1, { ingress: [{ action: 'Deny', from: [{}] }] })],
      '192.0.2.7 -> a/web:80',
      false,
    ],
    [
      'Pass denies all',
      [cluster('Admin', 1, { ingress: [{ action: 'Pass', ...unknown }] }), open],
      'b/web -> a/web:80',
      false,
    ],
    [
      'no peers at all match nothing',
      [cluster('Admin', 1, { ingress: [{ action: 'Deny', from: [] }] })],
      'b/web -> a/web:80',
      true,
    ],
  ])
})

describe('ports', () => {
  const v2 = (protocol: object) => [cluster('Admin', 1, inbound('Deny', { protocols: [protocol] }))]
  const v1 = (port: object) => [admin(1, inbound('Deny', { ports: [port] }))]
  check([
    ['none named: every protocol', [cluster('Admin', 1, inbound('Deny'))], 'b/web -> a/web:80/SCTP', false],
    ['v1alpha2 number', v2({ tcp: { destinationPort: { number: 80 } } }), 'b/web -> a/web:80', false],
    ['v1alpha2 other number', v2({ tcp: { destinationPort: { number: 80 } } }), 'b/web -> a/web:81', true],
    [
      'v1alpha2 other protocol',
      v2({ tcp: { destinationPort: { number: 80 } } }),
      'b/web -> a/web:80/UDP',
      true,
    ],
    [
      'v1alpha2 range, inclusive',
      v2({ udp: { destinationPort: { range: { start: 80, end: 90 } } } }),
      'b/web -> a/web:90/UDP',
      false,
    ],
    [
      'v1alpha2 after the range',
      v2({ udp: { destinationPort: { range: { start: 80, end: 90 } } } }),
      'b/web -> a/web:91/UDP',
      true,
    ],
    ['v1alpha2 protocol alone', v2({ sctp: {} }), 'b/web -> a/web:7/SCTP', false],
    ['v1alpha2 name', v2({ destinationNamedPort: 'http' }), 'b/web -> a/web:8080', false],
    ['v1alpha2 name, other number', v2({ destinationNamedPort: 'http' }), 'b/web -> a/web:80', true],
    ['v1alpha2 unknown name', v2({ destinationNamedPort: 'dns' }), 'b/web -> a/web:8080', true],
    [
      'v1alpha2 name in egress',
      [cluster('Admin', 1, outbound('Deny', everywhere, { protocols: [{ destinationNamedPort: 'http' }] }))],
      'b/web -> a/web:8080',
      false,
    ],
    ['v1alpha1 number: TCP unless said', v1({ portNumber: { port: 80 } }), 'b/web -> a/web:80', false],
    [
      'v1alpha1 number of a protocol',
      v1({ portNumber: { protocol: 'UDP', port: 80 } }),
      'b/web -> a/web:80',
      true,
    ],
    ['v1alpha1 range', v1({ portRange: { start: 80, end: 90 } }), 'b/web -> a/web:85', false],
    ['v1alpha1 name', v1({ namedPort: 'http' }), 'b/web -> a/web:8080', false],
  ])
})

describe('who decided', () => {
  const say = (parts: Lists[], text: string) => render(modelOf(parts).explain(flow(text)).summary)
  const wall = (tier: string, action: string) =>
    cluster(tier, 1, inbound(action, { name: 'no-tenants' }), 'wall')

  it('is a rule of its policy, tier and name', () => {
    const parts = [wall('Admin', 'Deny'), open]
    expect(modelOf(parts).verdict(flow('b/web -> a/web:80')).ingress).toEqual({
      allowed: false,
      isolated: true,
      policies: [{ namespace: 'a', name: 'own' }],
      rule: {
        kind: 'ClusterNetworkPolicy',
        namespace: '',
        name: 'wall',
        tier: 'Admin',
        ruleName: 'no-tenants',
        direction: 'ingress',
        index: 0,
        peer: 0,
      },
    })
  })

  it.each<[string, Lists[], string, string]>([
    [
      'denied by Admin',
      [wall('Admin', 'Deny'), open],
      'b/web -> a/web:80',
      'Blocked on the way in: in the Admin tier, rule 1 (no-tenants) of ClusterNetworkPolicy wall denies b/web the way to a/web on 80/TCP, whatever NetworkPolicies say.',
    ],
    [
      'denied by Baseline',
      [baseline(outbound('Deny', everywhere))],
      'a/api -> a/web:80',
      'Blocked on the way out: no NetworkPolicy isolates api for egress, and in the Baseline tier rule 1 of BaselineAdminNetworkPolicy default denies api the way to web on 80/TCP.',
    ],
    [
      'stopped by the wall, which is asked before everybody else',
      [
        cluster('Admin', 0, inbound('Accept'), 'a-first-name'),
        { wall: cluster('Admin', 0, inbound('Deny'), 'wall').clusterNetworkPolicies },
        open,
      ],
      'b/web -> a/web:80',
      'Stopped on the way in by the wall between learners, not by your policies: on this cluster b/web may not reach a/web on 80/TCP, whatever NetworkPolicies say.',
    ],
    [
      'left by the wall to the policies',
      [{ wall: cluster('Admin', 0, inbound('Pass'), 'wall').clusterNetworkPolicies }, open],
      'b/web -> a/web:80',
      'Allowed: own lets b/web in, and no policy isolates b/web for egress.',
    ],
    [
      'let in by Admin',
      [wall('Admin', 'Accept'), close],
      'a/api -> a/web:80',
      'Allowed: ClusterNetworkPolicy wall lets api in, and no policy isolates api for egress.',
    ],
    [
      'denied by Admin on the way out, closed on the way in',
      [admin(1, outbound('Deny', everywhere)), close],
      'a/api -> a/web:80',
      'Blocked on the way out: in the Admin tier, rule 1 of AdminNetworkPolicy admin-1 denies api the way to web on 80/TCP, whatever NetworkPolicies say.',
    ],
  ])('%s', (_title, parts, text, sentence) => {
    expect(say(parts, text)).toBe(sentence)
  })
})

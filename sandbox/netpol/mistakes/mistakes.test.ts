import type { V1IPBlock, V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { render } from '@/messages'
import { catalogues } from '@/messages/catalogue'
import type { Endpoint, MatrixPort } from '../model'
import { type ExpectedFlow, findMistakes, type Mistake, mistakeIds, type Situation } from '.'

type Labels = Record<string, string>

const pod = (path: string, labels: Labels, ports: number[] = [80], ip?: string): V1Pod => {
  const [namespace, name] = path.split('/')
  return {
    metadata: { namespace, name, labels },
    spec: { containers: [{ name: 'c', ports: ports.map(containerPort => ({ containerPort })) }] },
    status: { podIP: ip },
  } as V1Pod
}
const namespace = (name: string, labels: Labels = {}): V1Namespace => ({ metadata: { name, labels } })
const policy = (path: string, spec: object): V1NetworkPolicy => {
  const [namespace, name] = path.split('/')
  return { metadata: { namespace, name }, spec: { podSelector: {}, ...spec } } as V1NetworkPolicy
}
const app = (value: string) => ({ podSelector: { matchLabels: { app: value } } })
const tier = (value: string) => ({ podSelector: { matchLabels: { tier: value } } })
const named = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
})

type Party = { end: Endpoint; namespace: string; labels: Labels }
type Meant = (from: Party, to: Party, port: MatrixPort) => boolean

/** A place with everybody who runs or could come, and what was meant for each flow between them. */
type Scene = {
  pods: V1Pod[]
  possible: V1Pod[]
  namespaces: V1Namespace[]
  services?: V1Service[]
  before: V1NetworkPolicy[]
  ports: MatrixPort[]
  meant: Meant
  blocks?: V1IPBlock[]
}

const tcp = (...ports: number[]): MatrixPort[] => ports.map(port => ({ port, protocol: 'TCP' }))
const udp = (...ports: number[]): MatrixPort[] => ports.map(port => ({ port, protocol: 'UDP' }))

const party = ({ metadata }: V1Pod): Party => ({
  end: { namespace: metadata!.namespace!, pod: metadata!.name! },
  namespace: metadata!.namespace!,
  labels: metadata?.labels ?? {},
})
const outside: Party = { end: { ip: '203.0.113.9' }, namespace: '', labels: {} }

function expectedIn(scene: Scene): ExpectedFlow[] {
  const parties = [...[...scene.pods, ...scene.possible].map(party), outside]
  return parties.flatMap(from =>
    parties
      .filter(to => to !== from)
      .flatMap(to =>
        scene.ports.map(port => ({
          flow: { from: from.end, to: to.end, ...port },
          expected: scene.meant(from, to, port),
        })),
      ),
  )
}

function situation(scene: Scene, networkPolicies: V1NetworkPolicy[], knowing = true): Situation {
  const { pods, namespaces, services, possible, before, blocks } = scene
  return {
    objects: { pods, namespaces, services, networkPolicies },
    possible: { pods: possible },
    before,
    blocks,
    ...(knowing && { expected: expectedIn(scene) }),
  }
}

const idsOf = (mistakes: readonly Mistake[]) => [...new Set(mistakes.map(({ id }) => id))]
const recognised = (scene: Scene, policies: V1NetworkPolicy[], knowing = true) =>
  idsOf(findMistakes(situation(scene, policies, knowing)))

const demo: V1Pod[] = [
  pod('netpol-demo/web', { app: 'web', tier: 'frontend' }, [80], '10.244.0.5'),
  pod('netpol-demo/api', { app: 'api', tier: 'backend' }),
  pod('netpol-demo/db', { app: 'db', tier: 'database' }),
  pod('netpol-demo/client', { app: 'client' }, [], '10.244.0.8'),
  pod('default/visitor', { run: 'visitor' }),
]
const coming: V1Pod[] = [
  pod('netpol-demo/client-2', { app: 'client' }, []),
  pod('netpol-demo/bare', {}),
  pod('default/client', { app: 'client' }),
]
const demoNamespaces = [namespace('default'), namespace('netpol-demo')]

const lesson05: Scene = {
  pods: demo,
  possible: coming,
  namespaces: demoNamespaces,
  before: [],
  ports: tcp(80, 8080),
  meant: (_from, to) => to.namespace !== 'netpol-demo',
}

const denyIngress = policy('netpol-demo/default-deny-ingress', { policyTypes: ['Ingress'] })
const lesson08: Scene = {
  ...lesson05,
  before: [denyIngress],
  ports: [...tcp(80, 8080), ...udp(80)],
  meant: (from, to, { port, protocol }) =>
    to.namespace !== 'netpol-demo' ||
    (from.namespace === 'netpol-demo' &&
      from.labels.app === 'client' &&
      to.labels.app === 'web' &&
      port === 80 &&
      protocol === 'TCP'),
}

describe('lesson 05: nothing reaches netpol-demo', () => {
  const deny = (spec: object, path = 'netpol-demo/deny') => [policy(path, spec)]
  const cases: [string, V1NetworkPolicy[], string[]][] = [
    ['right', deny({ policyTypes: ['Ingress'] }), []],
    ['nothing done', [], []],
    ['in another namespace', deny({ policyTypes: ['Ingress'] }, 'default/deny'), ['wrong-namespace']],
    ['both directions', deny({ policyTypes: ['Ingress', 'Egress'] }), ['egress-isolated-too']],
    ['the other direction', deny({ policyTypes: ['Egress'] }), ['wrong-direction']],
    ['an empty rule', deny({ policyTypes: ['Ingress'], ingress: [{}] }), ['empty-rule']],
    [
      'the neighbours stay',
      deny({ policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] }),
      ['every-pod'],
    ],
    ['only web', deny({ ...app('web'), policyTypes: ['Ingress'] }), ['selects-some']],
    [
      'those of today',
      deny({
        podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
        policyTypes: ['Ingress'],
      }),
      ['selects-some'],
    ],
    [
      'a slip in a key',
      deny({ podSelector: { matchLabels: { apps: 'web' } }, policyTypes: ['Ingress'] }),
      ['label-key-typo', 'selects-some'],
    ],
    [
      'in another namespace, and both directions',
      deny({ policyTypes: ['Ingress', 'Egress'] }, 'default/deny'),
      ['wrong-namespace', 'egress-isolated-too'],
    ],
    [
      'egress isolated, with a rule',
      deny({ policyTypes: ['Ingress', 'Egress'], egress: [{ ports: [{ protocol: 'UDP', port: 53 }] }] }),
      ['egress-isolated-too'],
    ],
    [
      'a port that nobody asked for',
      deny({ policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8080 }] }] }),
      ['unasked-rule'],
    ],
    ['default denied, too', [...deny({}), policy('default/deny', {})], ['unasked-isolation']],
  ]
  it.each(cases)('%s', (_name, policies, ids) => {
    expect(recognised(lesson05, policies)).toEqual(ids)
  })
})

describe('lesson 08: only client reaches web on TCP 80', () => {
  const http = [{ protocol: 'TCP', port: 80 }]
  const allow = (spec: object, path = 'netpol-demo/allow') => [
    denyIngress,
    policy(path, { ...app('web'), policyTypes: ['Ingress'], ...spec }),
  ]
  const rule = (...from: object[]) => ({ ingress: [{ from, ports: http }] })
  const cases: [string, V1NetworkPolicy[], string[]][] = [
    ['right', allow(rule(app('client'))), []],
    ['nothing done', [denyIngress], []],
    ['deny deleted', [], ['deny-deleted']],
    ['every port', allow({ ingress: [{ from: [app('client')] }] }), ['every-port']],
    ['every neighbour', allow(rule({ podSelector: {} })), ['every-pod']],
    ['two dashes', allow(rule(named('netpol-demo'), app('client'))), ['or-for-and']],
    [
      'two rules',
      allow({
        ingress: [named('netpol-demo'), app('client')].map(peer => ({ from: [peer], ports: http })),
      }),
      ['or-for-and'],
    ],
    [
      'from and ports apart',
      allow({ ingress: [{ from: [app('client')] }, { ports: http }] }),
      ['from-and-ports-apart'],
    ],
    ['clients of everywhere', allow(rule({ namespaceSelector: {}, ...app('client') })), ['every-namespace']],
    ['in another namespace', allow(rule(app('client')), 'default/allow'), ['wrong-namespace']],
    [
      'a slip in the key',
      allow({ podSelector: { matchLabels: { apps: 'web' } }, ...rule(app('client')) }),
      ['label-key-typo'],
    ],
    ['a slip in the peer', allow(rule(app('clinet'))), ['label-value-typo']],
    [
      'another key in the peer',
      allow(rule({ podSelector: { matchLabels: { name: 'client' } } })),
      ['label-key-typo'],
    ],
    ['no peer', allow({ ingress: [{ ports: http }] }), ['every-peer']],
    ['a peer too many', allow(rule(app('client'), app('api'))), ['unasked-rule']],
    [
      'the ends swapped',
      [denyIngress, policy('netpol-demo/allow', { ...app('client'), ...rule(app('web')) })],
      ['swapped-ends'],
    ],
    [
      'two mistakes that only together explain it',
      allow({ ingress: [{ from: [app('client')], ports: [{ port: 8080 }] }] }, 'default/allow'),
      ['wrong-namespace', 'wrong-port'],
    ],
    [
      'a slip in an expression',
      allow(
        rule({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['clients'] }] } }),
      ),
      ['label-value-typo'],
    ],
    [
      'egress isolated too',
      allow({ ...rule(app('client')), policyTypes: ['Ingress', 'Egress'] }),
      ['egress-isolated-too'],
    ],
    [
      'udp for tcp',
      allow({ ingress: [{ from: [app('client')], ports: [{ protocol: 'UDP', port: 80 }] }] }),
      ['udp-for-tcp'],
    ],
    [
      'another port',
      allow({ ingress: [{ from: [app('client')], ports: [{ port: 8080 }] }] }),
      ['wrong-port'],
    ],
    [
      'rules for everybody in a direction that is not named',
      allow({ ingress: [{ ports: http }], policyTypes: ['Egress'] }),
      ['policy-types-without-ingress', 'every-peer'],
    ],
    ['every pod is opened', allow({ podSelector: {}, ...rule(app('client')) }), ['selects-everything']],
    ['the address of client', allow(rule({ ipBlock: { cidr: '10.244.0.8/32' } })), ['ip-block-for-pods']],
    [
      'a label that nobody has',
      allow({ podSelector: { matchLabels: { role: 'server' } }, ...rule(app('client')) }),
      ['selects-nothing'],
    ],
    [
      'rules in a direction that is not named',
      allow({ ...rule(app('client')), policyTypes: ['Egress'] }),
      ['policy-types-without-ingress'],
    ],
  ]
  it.each(cases)('%s', (_name, policies, ids) => {
    expect(recognised(lesson08, policies)).toEqual(ids)
  })
})

const dnsPod = pod('kube-system/coredns', { 'k8s-app': 'kube-dns' }, [53])
const service = (name: string, port: number, targetPort: number, selector: Labels): V1Service =>
  ({ metadata: { namespace: 'myapp', name }, spec: { selector, ports: [{ port, targetPort }] } }) as V1Service

const lesson14: Scene = {
  pods: [
    pod('myapp/web', { tier: 'frontend' }, [80, 9090]),
    pod('myapp/api', { tier: 'backend' }, [8080, 9090]),
    pod('myapp/db', { tier: 'database' }, [5432, 9090]),
    pod('outside/visitor', { run: 'visitor' }),
    dnsPod,
  ],
  possible: [pod('myapp/bare', {}), pod('outside/web', { tier: 'frontend' })],
  namespaces: [namespace('myapp'), namespace('outside'), namespace('kube-system')],
  services: [
    service('web', 80, 80, { tier: 'frontend' }),
    service('api', 80, 8080, { tier: 'backend' }),
    service('db', 5432, 5432, { tier: 'database' }),
  ],
  before: [],
  ports: [...tcp(80, 8080, 5432, 9090, 53), ...udp(53)],
  meant: (from, to, { port, protocol }) => {
    const isDns = to.labels['k8s-app'] === 'kube-dns' && port === 53
    if (to.namespace !== 'myapp') return from.namespace !== 'myapp' || isDns
    if (protocol !== 'TCP') return false
    const mine = from.namespace === 'myapp'
    if (to.labels.tier === 'frontend') return port === 80 && !mine
    if (to.labels.tier === 'backend') return mine && from.labels.tier === 'frontend' && port === 8080
    if (to.labels.tier === 'database') return mine && from.labels.tier === 'backend' && port === 5432
    return false
  },
}

describe('lesson 14: three tiers', () => {
  const both = ['Ingress', 'Egress']
  const denyAll = policy('myapp/default-deny', { policyTypes: both })
  const dnsPeer = { ...named('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }
  const dnsPorts = [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ]
  const dns = (...ports: object[]) =>
    policy('myapp/allow-dns', { policyTypes: ['Egress'], egress: [{ to: [dnsPeer], ports }] })
  const on = (port: number) => [{ port }]
  const web = (port = 8080, from?: object[]) =>
    policy('myapp/web', {
      ...tier('frontend'),
      policyTypes: both,
      ingress: [{ from, ports: on(80) }],
      egress: [{ to: [tier('backend')], ports: on(port) }],
    })
  const api = (port = 8080, policyTypes = both) =>
    policy('myapp/api', {
      ...tier('backend'),
      policyTypes,
      ...(policyTypes.includes('Ingress') && { ingress: [{ from: [tier('frontend')], ports: on(port) }] }),
      egress: [{ to: [tier('database')], ports: on(5432) }],
    })
  const db = policy('myapp/db', {
    ...tier('database'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [tier('backend')], ports: on(5432) }],
  })
  const allDns = dns(...dnsPorts)
  const cases: [string, V1NetworkPolicy[], string[]][] = [
    ['dns forgotten', [denyAll, web(), api(), db], ['dns-forgotten']],
    ['dns over udp only', [denyAll, dns(dnsPorts[0]!), web(), api(), db], ['dns-without-tcp']],
    ['the port of the service', [denyAll, allDns, web(80), api(80), db], ['service-port']],
    ['one side only', [denyAll, allDns, web(), api(8080, ['Egress']), db], ['only-egress-opened']],
    [
      'namespaces are not everybody',
      [denyAll, allDns, web(8080, [{ namespaceSelector: {} }]), api(), db],
      ['selectors-for-everybody'],
    ],
    [
      'a rule too many',
      [
        denyAll,
        allDns,
        web(),
        api(),
        db,
        policy('myapp/web-skips-api', {
          ...tier('frontend'),
          policyTypes: ['Egress'],
          egress: [{ to: [tier('database')], ports: on(5432) }],
        }),
        policy('myapp/db-lets-web-in', {
          ...tier('database'),
          ingress: [{ from: [tier('frontend')], ports: on(5432) }],
        }),
      ],
      ['unasked-rule'],
    ],
    [
      'several at once',
      [denyAll, dns(dnsPorts[0]!), web(80), api(), db],
      ['service-port', 'dns-without-tcp'],
    ],
  ]
  it.each(cases)('%s', (_name, policies, ids) => {
    expect(recognised(lesson14, policies)).toEqual(ids)
  })
  it('right', () => {
    const policies = [denyAll, allDns, web(), api(), db]
    // Who of myapp reaches web is not asked for, and open here from outside only.
    expect(recognised(lesson14, policies)).toEqual([])
  })
})

describe('other lessons', () => {
  const monitoring: Scene = {
    ...lesson05,
    pods: [
      ...demo,
      pod('monitoring/prometheus', { app: 'prometheus' }),
      pod('staging/prometheus', { app: 'prometheus' }),
    ],
    possible: [],
    namespaces: [...demoNamespaces, namespace('monitoring'), namespace('staging', { name: 'staging' })],
    before: [denyIngress],
    ports: tcp(80),
    meant: (from, to) =>
      to.namespace !== 'netpol-demo' || (from.namespace === 'monitoring' && to.labels.app === 'api'),
  }
  const allow = (from: object) => [
    denyIngress,
    policy('netpol-demo/allow', { ...app('api'), ingress: [{ from: [from] }] }),
  ]
  const labelled = { namespaceSelector: { matchLabels: { name: 'monitoring' } } }

  it('a namespace that was never labelled', () => {
    expect(recognised(monitoring, allow(labelled))).toEqual(['namespace-not-labelled'])
  })

  it('the label of the namespace put on its pods', () => {
    const pods = monitoring.pods.map(one =>
      one.metadata?.namespace === 'monitoring'
        ? pod('monitoring/prometheus', { app: 'prometheus', name: 'monitoring' })
        : one,
    )
    expect(recognised({ ...monitoring, pods }, allow(labelled))).toEqual(['namespace-label-on-pods'])
  })

  it('a podSelector that was to reach another namespace', () => {
    expect(recognised(monitoring, allow(app('prometheus')))).toEqual(['own-namespace-peer'])
  })

  it('every namespace', () => {
    expect(recognised(monitoring, allow({ namespaceSelector: {} }))).toEqual(['every-namespace'])
  })

  it('and for or', () => {
    const scene: Scene = {
      ...monitoring,
      meant: (from, to) =>
        to.namespace !== 'netpol-demo' ||
        (to.labels.app === 'api' && (from.namespace === 'staging' || from.labels.app === 'web')),
    }
    const namespaceSelector = { matchLabels: { name: 'staging' } }
    expect(recognised(scene, allow({ namespaceSelector, ...app('web') }))).toEqual(['and-for-or'])
  })

  it('a deny that was to override an allow', () => {
    const broad = policy('netpol-demo/allow-all', { ingress: [{ from: [{ podSelector: {} }] }] })
    const scene: Scene = {
      ...lesson05,
      possible: [],
      before: [broad],
      meant: (from, to) =>
        to.namespace !== 'netpol-demo' ||
        (from.namespace === 'netpol-demo' && !(from.labels.app === 'client' && to.labels.app === 'db')),
    }
    const deny = policy('netpol-demo/deny-db', { ...app('db'), policyTypes: ['Ingress'] })
    expect(recognised(scene, [broad, deny])).toEqual(['deny-expected-to-override'])
    // As an API gives it back.
    const { podSelector, ingress } = broad.spec!
    const stored = { ...broad, spec: { ingress, podSelector, policyTypes: ['Ingress'] } }
    expect(recognised(scene, [stored, deny])).toEqual(['deny-expected-to-override'])
  })

  it('an empty list where everybody was meant', () => {
    const scene: Scene = {
      ...lesson08,
      meant: (from, to, port) => lesson08.meant(from, to, port) || to.labels.app === 'web',
    }
    const policies = [denyIngress, policy('netpol-demo/all', { ...app('web'), ingress: [] })]
    expect(recognised(scene, policies)).toEqual(['empty-list'])
  })

  it('an empty list where everybody was meant on one port', () => {
    const scene: Scene = {
      ...lesson08,
      meant: (from, to, port) =>
        lesson08.meant(from, to, port) ||
        (to.labels.app === 'web' && port.port === 80 && port.protocol === 'TCP'),
    }
    const policies = [denyIngress, policy('netpol-demo/all', { ...app('web'), ingress: [] })]
    expect(recognised(scene, policies)).toEqual(['empty-list'])
  })

  it('an empty list where some were meant', () => {
    const policies = [denyIngress, policy('netpol-demo/web', { ...app('web'), ingress: [] })]
    expect(recognised(lesson08, policies)).toEqual(['empty-list'])
  })

  it('but not of a default deny, which is right to allow nothing', () => {
    expect(recognised({ ...lesson08, before: [] }, [denyIngress])).toEqual([])
  })

  it('a selector where addresses outside were meant', () => {
    const office = { cidr: '203.0.113.0/24' }
    const scene: Scene = {
      ...lesson08,
      blocks: [office],
      meant: (from, to, port) =>
        from.namespace !== to.namespace &&
        to.labels.app === 'web' &&
        port.port === 80 &&
        port.protocol === 'TCP'
          ? from === outside
          : to.namespace !== 'netpol-demo',
    }
    const from = (peer: object) => [
      denyIngress,
      policy('netpol-demo/web', { ...app('web'), ingress: [{ from: [peer], ports: [{ port: 80 }] }] }),
    ]
    expect(recognised(scene, from({ ipBlock: office }))).toEqual([])
    expect(recognised(scene, from({ namespaceSelector: {} }))).toEqual(['selectors-for-addresses'])
    expect(recognised(scene, from({ podSelector: { matchLabels: { app: 'office' } } }))).toEqual([
      'selectors-for-addresses',
    ])
  })

  it('policyTypes without Egress', () => {
    const scene: Scene = {
      ...lesson05,
      possible: [],
      meant: (from, to) => from.namespace !== 'netpol-demo' && to.namespace !== 'netpol-demo',
    }
    expect(recognised(scene, [policy('netpol-demo/deny', {})])).toEqual(['policy-types-without-egress'])
  })

  it('no default deny beside the allows', () => {
    const policies = [
      policy('netpol-demo/allow', {
        ...app('web'),
        ingress: [{ from: [app('client')], ports: [{ port: 80 }] }],
      }),
    ]
    expect(recognised({ ...lesson08, before: [] }, policies)).toEqual(['no-default-deny'])
  })
})

describe('whatever was meant', () => {
  const certain = (policies: V1NetworkPolicy[], scene = lesson08) => recognised(scene, policies, false)
  const cases: [string, V1NetworkPolicy[], string[]][] = [
    [
      'a slip',
      [policy('netpol-demo/a', { podSelector: { matchLabels: { apps: 'web' } } })],
      ['label-key-typo'],
    ],
    [
      'nobody selected',
      [policy('netpol-demo/a', { podSelector: { matchLabels: { role: 'x' } } })],
      ['selects-nothing'],
    ],
    ['everybody at home elsewhere', [policy('default/a', { ...app('web') })], ['wrong-namespace']],
    [
      'an exception outside',
      [
        policy('netpol-demo/a', {
          ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24', except: ['10.1.0.0/24'] } }] }],
        }),
      ],
      ['except-outside-cidr'],
    ],
    [
      'a pod by its address',
      [policy('netpol-demo/a', { ingress: [{ from: [{ ipBlock: { cidr: '10.244.0.8/32' } }] }] })],
      ['ip-block-for-pods'],
    ],
    [
      'egress rules that are ignored',
      [policy('netpol-demo/a', { policyTypes: ['Ingress'], egress: [{}] })],
      ['policy-types-without-egress'],
    ],
    ['a default deny', [denyIngress], []],
    ['a wide rule', [policy('netpol-demo/a', { ingress: [{ from: [{ namespaceSelector: {} }] }] })], []],
    [
      'an unusual port',
      [policy('netpol-demo/a', { ...app('web'), ingress: [{ ports: [{ port: 81 }] }] })],
      [],
    ],
  ]
  it.each(cases)('%s', (_name, policies, ids) => {
    expect(certain(policies)).toEqual(ids)
  })

  it('the port of a service', () => {
    const policies = [policy('myapp/a', { ...tier('backend'), ingress: [{ ports: [{ port: 80 }] }] })]
    expect(certain(policies, lesson14)).toEqual(['service-port'])
  })
})

it('knows a label that only the pods of today were given', () => {
  const guest = demo.map(one =>
    one.metadata?.name === 'client'
      ? pod('netpol-demo/client', { app: 'client', guest: 'yes' }, [], '10.244.0.8')
      : one,
  )
  const allow = policy('netpol-demo/allow', {
    ...app('web'),
    ingress: [
      { from: [{ podSelector: { matchLabels: { guest: 'yes' } } }], ports: [{ protocol: 'TCP', port: 80 }] },
    ],
  })
  const asked = situation({ ...lesson08, pods: guest }, [denyIngress, allow])
  expect(idsOf(findMistakes({ ...asked, podsBefore: demo }))).toEqual(['todays-label'])
})

describe('addresses', () => {
  const api = pod('netpol-demo/api', { app: 'api' }, [80], '10.244.0.7')
  const dns = {
    metadata: { namespace: 'kube-system', name: 'kube-dns' },
    spec: { clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' } },
  } as unknown as V1Service
  const to = (ip: string, expected: boolean): ExpectedFlow => ({
    flow: { from: { namespace: 'netpol-demo', pod: 'api' }, to: { ip }, port: 443, protocol: 'TCP' },
    expected,
  })
  const company = (...cidrs: object[]) =>
    policy('netpol-demo/company', {
      ...app('api'),
      policyTypes: ['Egress'],
      egress: [{ to: cidrs.map(ipBlock => ({ ipBlock })), ports: [{ port: 443 }] }],
    })
  const found = (...cidrs: object[]) =>
    idsOf(
      findMistakes({
        objects: {
          pods: [api],
          namespaces: [namespace('netpol-demo'), namespace('kube-system')],
          services: [dns],
          networkPolicies: [company(...cidrs)],
        },
        expected: [to('10.0.0.10', true), to('10.0.1.10', false)],
      }),
    )

  it('of a wide block are not those of the one Service in it', () => {
    const corner = { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] }
    expect(found(corner, { cidr: '10.0.0.0/9' })).not.toContain('ip-block-for-pods')
  })
})

describe('a mistake', () => {
  it('says where it is, what is wrong and how to mend it', () => {
    const policies = [policy('netpol-demo/allow', { ...app('web'), ingress: [{ from: [app('clinet')] }] })]
    const [mistake] = findMistakes(situation(lesson08, policies, false))
    expect(mistake).toMatchObject({
      id: 'label-value-typo',
      policy: 'netpol-demo/allow',
      path: 'spec.ingress[0].from[0].podSelector.matchLabels.app',
      edit: 'client',
    })
    expect(render(mistake!.message)).toBe(
      'allow asks for the label app=clinet, which nobody there has. Was app=client meant?',
    )
  })

  it('is found in what client-node and JSON say, with nulls and with _from', () => {
    const spec = {
      podSelector: null,
      policyTypes: null,
      ingress: [{ _from: [app('clinet'), null], ports: null }, null],
    }
    const policies = [policy('netpol-demo/allow', spec)]
    expect(recognised(lesson08, policies, false)).toEqual(['label-value-typo'])
  })

  it.each(mistakeIds)('%s has text', id => {
    expect(catalogues.en![`mistake.${id}`]).toBeTypeOf('string')
  })
})

import type { End } from './packets'

type Who = (end: End) => boolean
/** The first row that fits a packet says how it must be; `either` is not judged. No row: as at the start. */
export type Row = readonly ['open' | 'closed' | 'either', Who, Who, ...string[]]

const pod =
  (namespace: string, labels: Readonly<Record<string, string>>): Who =>
  end =>
    end.namespace === namespace && Object.entries(labels).every(([key, value]) => end.labels[key] === value)
const of =
  (...names: string[]): Who =>
  end =>
    end.namespace !== undefined && names.includes(end.namespace)
const anyone: Who = () => true
const isPod: Who = end => end.namespace !== undefined
const address =
  (...prefixes: string[]): Who =>
  end =>
    end.namespace === undefined && prefixes.some(prefix => end.address.startsWith(prefix))
const either =
  (...all: Who[]): Who =>
  end =>
    all.some(one => one(end))
const but =
  (one: Who, ...not: Who[]): Who =>
  end =>
    one(end) && !not.some(other => other(end))

const dns = pod('kube-system', { 'k8s-app': 'kube-dns' })
const dnsLookalike: Who = end => end.labels['k8s-app'] === 'kube-dns' && !dns(end)
const dnsPorts = ['53/UDP', '53/TCP']

const demo = of('netpol-demo')
const web = pod('netpol-demo', { app: 'web', tier: 'frontend' })
const api = pod('netpol-demo', { app: 'api', tier: 'backend' })
const db = pod('netpol-demo', { app: 'db', tier: 'database' })
const client = pod('netpol-demo', { app: 'client' })
const prodFrontend = pod('production', { role: 'frontend', app: 'web' })

const myapp = of('myapp')
const tier = (name: string) => pod('myapp', { tier: name })
const at = (name: string, namespace = 'shop') => pod(namespace, { app: name })
const five = either(at('storefront'), at('cart'), at('orders'), at('payments'), at('postgres'))
const locked = of('shop', 'partners')

/** What each task wants, from the outline of the course and not from its exercises: by lesson, then by task. */
export const tables: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>> = {
  '05-default-deny-ingress': { 'deny-ingress': [['closed', anyone, demo]] },
  '06-default-deny-egress': { 'deny-egress': [['closed', demo, anyone]] },
  '07-default-deny-all': {
    'deny-all': [
      ['closed', anyone, demo],
      ['closed', demo, anyone],
    ],
  },
  '08-allow-ingress': {
    'allow-client': [
      ['open', client, web, '80'],
      ['closed', anyone, demo],
    ],
  },
  '09-allow-egress': {
    // Open at the side of api, which the test asks by itself; whether db lets it in is not the question yet.
    'allow-egress': [['either', api, db, '80']],
    'allow-ingress': [['open', api, db, '80']],
  },
  '10-namespace-rules': {
    'allow-monitoring': [
      ['open', of('monitoring'), api, '80'],
      ['either', of('monitoring'), api],
      ['closed', anyone, demo],
    ],
  },
  '11-and-or': {
    'prod-frontends': [
      ['open', prodFrontend, db, '80'],
      ['either', prodFrontend, db],
      ['closed', anyone, demo],
    ],
    'mend-the-leak': [
      ['open', prodFrontend, api, '80'],
      ['either', prodFrontend, api],
      ['closed', anyone, demo],
    ],
  },
  '12-ip-blocks': {
    'company-network': [
      ['either', api, isPod, '443'],
      ['closed', api, address('10.0.1.')],
      ['open', api, address('10.'), '443'],
      ['closed', api, anyone],
    ],
  },
  '13-allow-dns': {
    'allow-dns': [
      ['open', demo, dns, ...dnsPorts],
      ['either', demo, dnsLookalike, ...dnsPorts],
      ['open', client, web, '80'],
    ],
  },
  '14-three-tier-app': {
    'three-tiers': [
      ['either', myapp, tier('frontend'), '80'],
      ['open', anyone, tier('frontend'), '80'],
      ['open', tier('frontend'), tier('backend'), '8080'],
      ['open', tier('backend'), tier('database'), '5432'],
      ['open', myapp, dns, ...dnsPorts],
      ['either', myapp, anyone, ...dnsPorts],
      ['closed', anyone, myapp],
      ['closed', myapp, anyone],
    ],
  },
  '17-troubleshooting': {
    'case-dns': [
      ['open', of('case-dns'), dns, ...dnsPorts],
      ['either', of('case-dns'), dnsLookalike, ...dnsPorts],
      ['open', pod('case-dns', { app: 'client' }), pod('case-dns', { app: 'web' }), '80'],
    ],
    'case-namespace': [
      ['open', pod('case-namespace', { app: 'client' }), pod('case-namespace', { app: 'web' }), '80'],
      ['closed', anyone, pod('case-namespace', { app: 'web' })],
      ['either', anyone, pod('default', { app: 'web' })],
    ],
    'case-typo': [
      ['open', pod('case-typo', { app: 'client' }), pod('case-typo', { app: 'web' }), '80'],
      ['closed', anyone, pod('case-typo', { app: 'web' })],
      ['either', anyone, pod('case-typo', { apps: 'web' })],
    ],
    'case-andor': [
      ['open', pod('case-andor-prod', { role: 'frontend' }), pod('case-andor', { app: 'db' }), '5432'],
      ['closed', anyone, pod('case-andor', { app: 'db' })],
    ],
    'case-additive': [
      ['closed', pod('case-additive', { app: 'batch' }), pod('case-additive', { app: 'db' })],
    ],
  },
  '19-capstone': {
    'security-review': [
      ['either', locked, at('storefront'), '80'],
      ['open', anyone, at('storefront'), '80'],
      ['open', at('storefront'), at('cart'), '8080'],
      ['open', at('cart'), at('orders'), '8080'],
      ['open', at('orders'), at('payments'), '8443'],
      ['open', either(at('cart'), at('orders')), at('postgres'), '5432'],
      ['open', at('bastion', 'ops'), at('postgres'), '5432'],
      ['open', at('prometheus', 'ops'), at('postgres'), '9187'],
      ['open', at('prometheus', 'ops'), but(five, at('postgres')), '9090'],
      ['open', at('importer', 'partners'), at('orders'), '8080'],
      ['open', locked, dns, ...dnsPorts],
      ['open', address('203.0.113.'), at('bastion', 'ops'), '22'],
      ['open', at('bastion', 'ops'), at('prometheus', 'ops'), '9090'],
      ['closed', anyone, of('shop', 'partners', 'ops')],
      ['closed', locked, anyone],
    ],
  },
}

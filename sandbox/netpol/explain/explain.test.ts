import { describe, expect, it } from 'vitest'
import { render } from '@/messages'
import { catalogues } from '@/messages/catalogue'
import { createModel } from '../create-model'
import type { Endpoint, Flow, Model } from '../model'
import { explanationIds } from './explain'

const pod = (namespace: string, name: string, labels: Record<string, string>, extra: object = {}) => ({
  metadata: { namespace, name, labels },
  spec: {
    containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 80 }] }],
    ...extra,
  },
})
const policy = (name: string, spec: object, namespace = 'netpol-demo') => ({
  metadata: { namespace, name },
  spec: { podSelector: {}, ...spec },
})
const app = (value: string) => ({ podSelector: { matchLabels: { app: value } } })

const pods = [
  pod('netpol-demo', 'web', { app: 'web' }),
  { ...pod('netpol-demo', 'api', { app: 'api' }), status: { podIP: '10.0.1.9', hostIP: '192.168.49.2' } },
  pod('netpol-demo', 'client', { app: 'client' }),
  pod('netpol-demo', 'bare', {}),
  pod('default', 'client', { app: 'client' }),
  pod('default', 'other', { app: 'other' }),
]
const namespaces = [
  { metadata: { name: 'netpol-demo' } },
  { metadata: { name: 'default', labels: { env: 'test' } } },
]
const denyIngress = policy('default-deny-ingress', { policyTypes: ['Ingress'] })
const denyEgress = policy('default-deny-egress', { policyTypes: ['Egress'] })
const ingress = (rule: object) => policy('allow', { ...app('web'), ingress: [rule] })

const model = (...networkPolicies: object[]): Model =>
  createModel({
    namespaces,
    pods,
    networkPolicies,
    services: [{ metadata: { namespace: 'netpol-demo', name: 'web' }, spec: { clusterIP: '10.96.0.7' } }],
  } as never)

const end = (text: string): Endpoint => {
  const [first, second] = text.split('/')
  if (first && /^[\d.]+$/.test(first)) return { ip: first }
  return second ? { namespace: first!, pod: second } : { namespace: 'netpol-demo', pod: first! }
}
const flow = (from: string, to: string, port = 80, protocol: Flow['protocol'] = 'TCP'): Flow => ({
  from: end(from),
  to: end(to),
  port,
  protocol,
})
const say = (objects: object[], asked: Flow): string => render(model(...objects).explain(asked).summary)

describe('who decided, in one sentence', () => {
  const http = [{ port: 80 }]
  const cases: [string, object[], Flow, string][] = [
    [
      'labels differ',
      [
        denyIngress,
        policy('allow-client-to-web', { ...app('web'), ingress: [{ from: [app('client')], ports: http }] }),
      ],
      flow('api', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow-client-to-web would allow app=client on 80/TCP, but api has app=api.',
    ],
    [
      'label missing',
      [ingress({ from: [app('client')] })],
      flow('bare', 'web'),
      'Blocked on the way in: web is isolated by allow; allow would allow app=client, but bare has no label app.',
    ],
    [
      'another namespace',
      [denyIngress, ingress({ from: [app('client')] })],
      flow('default/client', 'web'),
      'Blocked on the way in: netpol-demo/web is isolated by default-deny-ingress; allow would allow app=client of its own namespace netpol-demo, but default/client is in default.',
    ],
    [
      'another namespace, other labels',
      [denyIngress, ingress({ from: [app('client')] })],
      flow('default/other', 'web'),
      'Blocked on the way in: netpol-demo/web is isolated by default-deny-ingress; allow would allow app=client of its own namespace netpol-demo, but default/other is in default and has app=other.',
    ],
    [
      'namespace labels',
      [denyIngress, ingress({ from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }] })],
      flow('default/client', 'web'),
      'Blocked on the way in: netpol-demo/web is isolated by default-deny-ingress; allow would allow pods in namespaces with env=prod, but namespace default has env=test.',
    ],
    [
      'namespace and pod labels',
      [
        denyIngress,
        ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'a' } }, ...app('client') }] }),
      ],
      flow('api', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow app=client in namespaces with team=a, but api has app=api, and its namespace has no label team.',
    ],
    [
      'another port',
      [denyIngress, ingress({ from: [app('client')], ports: http })],
      flow('client', 'web', 8080),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow client on 80/TCP, but this is 8080/TCP.',
    ],
    [
      'another protocol',
      [denyIngress, ingress({ ports: [{ port: 80, protocol: 'UDP' }] })],
      flow('client', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow client on 80/UDP, but this is 80/TCP: mind the protocol.',
    ],
    [
      'a port name that the pod does not have',
      [denyIngress, ingress({ ports: [{ port: 'metrics' }] })],
      flow('client', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow client on the port called metrics/TCP, but web has no port of that name and protocol.',
    ],
    [
      'a port name that means another number',
      [denyIngress, ingress({ ports: [{ port: 'http' }] })],
      flow('client', 'web', 81),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow client on http (80/TCP), but this is 81/TCP.',
    ],
    [
      'a port range',
      [denyIngress, ingress({ ports: [{ port: 80, endPort: 90 }, { protocol: 'UDP' }] })],
      flow('client', 'web', 91),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow client on 80-90/TCP, UDP, but this is 91/TCP: mind the protocol.',
    ],
    [
      'not in the cidr',
      [
        denyEgress,
        policy('out', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
      ],
      flow('api', '192.0.2.7'),
      'Blocked on the way out: api is isolated by default-deny-egress; out would allow 10.0.0.0/8, but 192.0.2.7 is not in it.',
    ],
    [
      'in an exception',
      [
        denyEgress,
        policy('out', {
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] } }] }],
        }),
      ],
      flow('client', '10.0.1.10'),
      'Blocked on the way out: client is isolated by default-deny-egress; out would allow 10.0.0.0/8, but 10.0.1.10 is in its exception 10.0.1.0/24.',
    ],
    [
      'a pod without an address',
      [
        denyEgress,
        policy('out', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
      ],
      flow('client', 'web'),
      'Blocked on the way out: client is isolated by default-deny-egress; out would allow 10.0.0.0/8, but web has no address.',
    ],
    [
      'selectors and addresses',
      [denyIngress, ingress({ from: [app('client')] })],
      flow('192.0.2.7', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress; allow would allow pods that its selectors name, but 192.0.2.7 is an address, which no selector matches.',
    ],
    [
      'no rule at all',
      [denyIngress],
      flow('client', 'web'),
      'Blocked on the way in: web is isolated by default-deny-ingress, and that policy has no ingress rule.',
    ],
    [
      'nothing near',
      [denyIngress, ingress({ from: [app('client')], ports: [{ port: 443 }] })],
      flow('api', 'web'),
      'Blocked on the way in: web is isolated by allow, default-deny-ingress, and no ingress rule allows api on 80/TCP.',
    ],
    [
      'both sides',
      [denyIngress, denyEgress],
      flow('client', 'web'),
      'Blocked on both sides: on the way out client is isolated by default-deny-egress, on the way in web is isolated by default-deny-ingress.',
    ],
    [
      'a service address is an address',
      [denyEgress],
      flow('client', '10.96.0.7'),
      'Blocked on the way out: client is isolated by default-deny-egress, and that policy has no egress rule.',
    ],
    ['open', [], flow('client', 'web'), 'Allowed: no policy isolates client for egress or web for ingress.'],
    [
      'allowed in',
      [denyIngress, ingress({ from: [app('client')] })],
      flow('client', 'web'),
      'Allowed: allow lets client in, and no policy isolates client for egress.',
    ],
    [
      'allowed out',
      [policy('out', { policyTypes: ['Egress'], egress: [{}] })],
      flow('client', 'web'),
      'Allowed: out lets client out, and no policy isolates web for ingress.',
    ],
    [
      'allowed out and in',
      [policy('out', { policyTypes: ['Egress'], egress: [{}] }), ingress({})],
      flow('client', 'web'),
      'Allowed: out lets client out, and allow lets it in to web.',
    ],
    [
      'itself',
      [denyIngress, denyEgress],
      flow('web', 'web'),
      'Allowed: web talks to itself, which no policy can stop.',
    ],
    [
      'its own node',
      [denyIngress],
      flow('192.168.49.2', 'api'),
      "Allowed: 192.168.49.2 is the node that api runs on, and a pod's own node always reaches it.",
    ],
  ]
  it.each(cases)('%s', (_name, objects, asked, sentence) => {
    expect(say(objects, asked)).toBe(sentence)
  })
})

describe('near misses', () => {
  it('has one for each rule of the closed side, the nearest first, each with its reason', () => {
    const allow = policy('allow', {
      ...app('web'),
      ingress: [{ from: [app('client')] }, { from: [app('none'), { ipBlock: { cidr: '192.0.2.0/24' } }] }],
    })
    const { ingress: side, egress } = model(denyIngress, allow).explain(flow('api', 'web', 81))
    expect(egress.misses).toEqual([])
    expect(side.misses.map(({ name, index, peer, reason }) => [name, index, peer, render(reason)])).toEqual([
      ['allow', 0, 0, 'allow allows app=client, but api has app=api.'],
      ['allow', 1, 0, 'allow allows app=none, but api has app=api.'],
    ])
  })

  it('has none for a side that allows', () => {
    const explanation = model(denyEgress).explain(flow('client', 'web'))
    expect(explanation.ingress).toEqual({
      summary: expect.objectContaining({ id: 'engine.side.open' }),
      misses: [],
    })
  })
})

it.each(explanationIds)('%s has text', id => {
  expect(catalogues.en![id]).toBeTypeOf('string')
})

import type { V1NetworkPolicy } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { compare } from './compare'

const policy = (spec: object, namespace = 'shop'): V1NetworkPolicy =>
  ({ metadata: { name: 'p', namespace }, spec }) as V1NetworkPolicy
const set = (...networkPolicies: V1NetworkPolicy[]) => ({ networkPolicies })
const app = (value: string) => ({ matchLabels: { app: value } })
const allow = (from: object[], ports?: object[]) =>
  policy({ podSelector: app('web'), ingress: [{ from, ...(ports && { ports }) }] })

describe('compare', () => {
  it('finds no difference between two ways to say the same', () => {
    const labels = allow([{ podSelector: app('client') }], [{ port: 80 }])
    const expressions = policy({
      podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
              podSelector: app('client'),
            },
          ],
          ports: [{ port: 80, endPort: 80, protocol: 'TCP' }],
        },
      ],
    })
    expect(compare(set(labels), set(expressions))).toBeUndefined()
  })

  it('knows that NotIn matches who lacks the key, and Exists does not', () => {
    const expression = (operator: string, values?: string[]) =>
      allow([{ podSelector: { matchExpressions: [{ key: 'tier', operator, ...(values && { values }) }] } }])
    expect(compare(set(expression('NotIn', ['db'])), set(expression('Exists')))).toMatchObject({
      from: { namespace: 'shop', labels: {} },
      to: { labels: { app: 'web' } },
      allowed: true,
    })
  })

  it('tells of the namespace without labels that a podSelector alone does not reach', () => {
    const everywhere = allow([{ namespaceSelector: {}, podSelector: app('client') }])
    expect(compare(set(everywhere), set(allow([{ podSelector: app('client') }])))).toEqual({
      from: { namespace: 'elsewhere', namespaceLabels: {}, labels: { app: 'client' } },
      to: { namespace: 'shop', namespaceLabels: {}, labels: { app: 'web' } },
      port: 80,
      protocol: 'TCP',
      allowed: true,
    })
  })

  it('tells one port from its neighbours, and a protocol from another', () => {
    const ports = (port: object) => set(allow([], [port]))
    expect(compare(ports({ port: 80 }), ports({ port: 80, endPort: 82 }))).toMatchObject({
      port: 81,
      protocol: 'TCP',
      allowed: false,
    })
    expect(compare(ports({ port: 53 }), ports({ port: 53, protocol: 'UDP' }))).toMatchObject({ port: 53 })
    expect(compare(ports({ port: 1, endPort: 65535 }), ports({}))).toBeUndefined()
  })

  it('looks at what pods call their ports', () => {
    const named = set(allow([], [{ port: 'http' }]))
    expect(compare(named, set(allow([], [{ port: 80 }])))).toMatchObject({ to: { labels: { app: 'web' } } })
    expect(compare(named, set(policy({ podSelector: app('web') })))).toMatchObject({
      to: { namedPorts: [{ name: 'http', protocol: 'TCP' }] },
      allowed: true,
    })
  })

  it('tells addresses inside a block from those outside, and from exceptions', () => {
    const to = (ipBlock: object) =>
      set(policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock }] }] }))
    expect(
      compare(to({ cidr: '10.0.0.0/8' }), to({ cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] })),
    ).toMatchObject({
      allowed: true,
      to: { ips: [expect.stringMatching(/^10\.0\.1\./)] },
    })
    expect(compare(to({ cidr: '10.0.0.0/9' }), to({ cidr: '10.0.0.1/9' }))).toBeUndefined()
    expect(compare(to({ cidr: '0.0.0.0/0' }), to({ cidr: '::/0' }))).toBeDefined()
  })

  it('compares what the admin tiers say, too', () => {
    const deny = {
      metadata: { name: 'deny' },
      spec: {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: { matchLabels: { env: 'prod' } } },
        ingress: [{ action: 'Deny', from: [{ namespaces: { matchLabels: { env: 'dev' } } }] }],
      },
    }
    expect(
      compare({ networkPolicies: [] }, { networkPolicies: [], clusterNetworkPolicies: [deny as never] }),
    ).toMatchObject({
      from: { namespaceLabels: { env: 'dev' } },
      to: { namespaceLabels: { env: 'prod' } },
      allowed: true,
    })
  })
})

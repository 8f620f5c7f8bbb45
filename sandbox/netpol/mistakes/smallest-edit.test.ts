import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { Protocol } from '../model'
import { smallestEdit } from './smallest-edit'

const pod = (name: string): V1Pod => ({
  metadata: { name, namespace: 'shop', labels: { app: name } },
  status: { phase: 'Running' },
})
const deny = { metadata: { name: 'deny', namespace: 'shop' }, spec: { podSelector: {} } } as V1NetworkPolicy
const allow = (spec: object) =>
  ({
    metadata: { name: 'allow', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec },
  }) as V1NetworkPolicy
const flow = (from: string, to: string, port: number, expected: boolean, protocol: Protocol = 'TCP') => ({
  flow: {
    from: { namespace: 'shop', pod: from },
    to: { namespace: 'shop', pod: to },
    port,
    protocol,
  },
  expected,
})
const found = (networkPolicies: V1NetworkPolicy[], before = [deny]) =>
  smallestEdit(
    {
      objects: {
        namespaces: [{ metadata: { name: 'shop' } } as V1Namespace],
        pods: ['web', 'client', 'batch'].map(pod),
        networkPolicies,
      },
      before,
      expected: [
        flow('client', 'web', 80, true),
        flow('client', 'web', 443, false),
        flow('client', 'web', 443, false, 'UDP'),
        flow('batch', 'web', 80, false),
        flow('client', 'batch', 80, false),
      ],
    },
    { isRight: () => true, until: Date.now() + 20_000 },
  )
const from = (app: string) => [{ podSelector: { matchLabels: { app } } }]

describe('the smallest edit', () => {
  it('is one word where one word is wrong', () => {
    expect(
      found([deny, allow({ ingress: [{ from: from('clinet'), ports: [{ port: 80 }] }] })]),
    ).toMatchObject([
      { policy: 'shop/allow', path: 'spec.ingress[0].from[0].podSelector.matchLabels.app', edit: 'client' },
    ])
  })

  it('takes out the entry that lets too much through', () => {
    const ports = [{ port: 80 }, { port: 443 }]
    expect(found([deny, allow({ ingress: [{ from: from('client'), ports }] })])).toMatchObject([
      { policy: 'shop/allow', path: 'spec.ingress[0].ports', edit: '[{port: 80}]' },
    ])
  })

  it('puts back what was deleted', () => {
    expect(found([allow({ ingress: [{ from: from('client'), ports: [{ port: 80 }] }] })])).toMatchObject([
      { policy: 'shop/deny', path: 'spec' },
    ])
  })

  it('adds a minimal policy where there is none', () => {
    const [only, ...others] = found([deny]) ?? []
    expect(others).toEqual([])
    expect(only?.edit).toContain('app: client')
    expect(only?.edit).toContain('port: 80')
  })

  it('is several changes where one is not enough', () => {
    const wrong = allow({ ingress: [{ from: from('clinet'), ports: [{ port: 8080 }] }] })
    expect(found([deny, wrong])?.length).toBe(2)
  })

  it('is not offered where the proof finds it wrong', () => {
    const situation = {
      objects: { namespaces: [], pods: ['web', 'client'].map(pod), networkPolicies: [deny] },
      expected: [flow('client', 'web', 80, true)],
    }
    expect(smallestEdit(situation, { isRight: () => false, until: Date.now() + 2_000 })).toBeUndefined()
  })
})

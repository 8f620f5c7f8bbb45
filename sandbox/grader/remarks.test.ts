import type { V1NetworkPolicy } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { createExpectations, createIdentify, statements } from '../exercise'
import { deniesGone } from './remarks'

const policy = (name: string, spec: object, namespace = 'shop'): V1NetworkPolicy => ({
  metadata: { name, namespace },
  spec: spec as V1NetworkPolicy['spec'],
})
const deny = policy('default-deny', { podSelector: {}, policyTypes: ['Egress'] })
const allow = policy('allow', { podSelector: {}, egress: [{}] })

describe('a default deny of the start', () => {
  it.each([
    ['stays', [deny, allow], 0],
    ['is gone, and other policies do its work', [allow], 1],
    ['has another name now', [{ ...deny, metadata: { name: 'locked', namespace: 'shop' } }, allow], 0],
    ['was changed in place', [policy('default-deny', { podSelector: {}, egress: [{}] })], 0],
    ['moved to another namespace', [policy('default-deny', deny.spec!, 'elsewhere'), allow], 1],
  ])('%s', (_, now, remarks) => {
    const told = deniesGone([deny], now)
    expect(told).toHaveLength(remarks)
    if (remarks > 0)
      expect(told[0]).toEqual({
        id: 'grader.remark.deny-gone',
        params: { namespace: 'shop', policy: 'default-deny' },
      })
  })
})

describe('who carries the label of the DNS in another namespace', () => {
  const roles = { web: { namespace: 'shop', labels: { app: 'web' } } }
  const identify = createIdentify({ roles, namespaces: [{ metadata: { name: 'shop' } }] })
  const who = (namespace: string, labels: Record<string, string>) =>
    identify({ metadata: { name: 'it', namespace, labels } }, { metadata: { name: namespace } })
  const expectation = createExpectations(
    statements(
      {
        ignore: [],
        allow: ['web -> dns:53/UDP'],
        remark: ['web -> dns-lookalike:53/UDP'],
        block: ['web -> everyone:*'],
      },
      roles,
    ),
  )
  const dnsLabel = { 'k8s-app': 'kube-dns' }

  it.each([
    ['is the DNS at home', who('kube-system', dnsLabel), 'allow'],
    ['is a look-alike elsewhere', who('elsewhere', dnsLabel), 'remark'],
    ['is nobody special without it', who('elsewhere', {}), 'block'],
  ] as const)('%s', (_, to, source) => {
    const pair = expectation(who('shop', { app: 'web' }), to)
    expect(pair.of({ port: 53, protocol: 'UDP' }, () => false).source).toBe(source)
    expect(pair.of({ port: 80, protocol: 'TCP' }, () => false).source).toBe('block')
  })
})

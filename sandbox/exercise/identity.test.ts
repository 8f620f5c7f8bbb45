import { describe, expect, it } from 'vitest'
import { createIdentify } from './identity'

const roles = {
  web: { namespace: 'shop', labels: { app: 'web', tier: 'frontend' } },
  client: { namespace: 'shop', labels: { app: 'client' } },
}
const namespaces = ['shop', 'kube-system'].map(name => ({ metadata: { name } }))
const prod = { metadata: { name: 'prod', labels: { env: 'prod' } } }
const identify = createIdentify({ roles, namespaces: [...namespaces, prod] })
const pod = (namespace: string, labels: Record<string, string>, spec = {}) => ({
  metadata: { name: 'x', namespace, labels },
  spec: { containers: [], ...spec },
})
const inShop = (labels: Record<string, string>) => identify(pod('shop', labels), namespaces[0])

describe('who is who', () => {
  it.each([
    ['all labels of a role', { app: 'web', tier: 'frontend' }, { role: 'web', judged: true }],
    ['and more of its own', { app: 'client', color: 'blue' }, { role: 'client', judged: true }],
    ['none', {}, { judged: true }],
    ['other values', { app: 'stranger', tier: 'stranger' }, { judged: true }],
    ['a part of a role', { app: 'web' }, { judged: false }],
    ['a mixture of two roles', { app: 'client', tier: 'frontend' }, { role: 'client', judged: false }],
  ])('%s', (_, labels, expected) => {
    expect(inShop(labels)).toEqual({ kind: 'pod', namespace: 'shop', dns: false, ...expected })
  })

  it('does not take the same labels in another namespace for the role', () => {
    expect(identify(pod('prod', roles.web.labels), prod)).toMatchObject({ judged: true })
    expect(identify(pod('prod', roles.web.labels), prod)).not.toHaveProperty('role')
  })

  it('does not judge a namespace that copies a distinguishing label, nor the host network', () => {
    const copy = { metadata: { name: 'prod-copy', labels: { env: 'prod' } } }
    const similar = { metadata: { name: 'prod-2', labels: { env: 'prod-2' } } }
    expect(identify(pod('prod-copy', {}), copy)).toMatchObject({ judged: false })
    expect(identify(pod('prod-2', {}), similar)).toMatchObject({ judged: true })
    expect(identify(pod('shop', {}, { hostNetwork: true }), namespaces[0])).toMatchObject({ judged: false })
  })

  it('knows the DNS pods of kube-system, and only those', () => {
    const labels = { 'k8s-app': 'kube-dns' }
    expect(identify(pod('kube-system', labels), namespaces[1])).toMatchObject({ dns: true })
    expect(inShop(labels)).toMatchObject({ dns: false })
  })
})

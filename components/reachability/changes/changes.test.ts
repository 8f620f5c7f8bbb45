import { describe, expect, it } from 'vitest'
import type { ClusterObjects } from '@/components/live/live-state'
import { matrixEnds } from '../matrix/ends'
import { cellsOf, modelOf } from '../matrix/verdicts'
import { causes, cellChanges, changeLine } from './changes'

const namespace = 'netpol-demo'
const port = { port: 80, protocol: 'TCP' as const }

const pod = (name: string, index: number) => ({
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ name, image: 'nginx' }] },
  status: { phase: 'Running', podIP: `10.244.0.${index}`, podIPs: [{ ip: `10.244.0.${index}` }] },
})

const demo: ClusterObjects = {
  namespaces: [{ metadata: { name: namespace } }],
  pods: [pod('client', 5), pod('web', 6), pod('api', 7)],
  services: [],
  networkPolicies: [],
}

const deny = {
  metadata: { name: 'default-deny-ingress', namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
}
const allow = {
  metadata: { name: 'allow-client-to-web', namespace },
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ _from: [{ podSelector: { matchLabels: { app: 'client' } } }], ports: [{ port: 80 }] }],
  },
}

const cells = (objects: ClusterObjects) =>
  cellsOf(modelOf(objects, []), matrixEnds(objects, namespace, port), port)

const told = (before: ClusterObjects, after: ClusterObjects) =>
  changeLine(causes(before, after), cellChanges(cells(before), cells(after)), namespace)

const denied = { ...demo, networkPolicies: [deny] }
const allowed = { ...demo, networkPolicies: [deny, allow] }

describe('what a change did', () => {
  it('names the policy and the connection it opened', () => {
    expect(told(denied, allowed)).toBe('allow-client-to-web: 1 opened: client -> web 80')
  })

  it('counts what it does not list', () => {
    expect(told(demo, denied)).toMatch(/^default-deny-ingress: 6 closed: client -> web 80, .* and 3 more$/)
  })

  it('says so when nothing opened or closed', () => {
    expect(
      told(denied, { ...demo, networkPolicies: [deny, { ...deny, metadata: { name: 'again', namespace } }] }),
    ).toBe('again: nothing opened or closed between running pods')
  })

  it('names a pod that was labelled anew', () => {
    const relabelled = {
      ...allowed,
      pods: [
        pod('client', 5),
        pod('web', 6),
        { ...pod('api', 7), metadata: { name: 'api', namespace, labels: { app: 'client' } } },
      ],
    }
    expect(told(allowed, relabelled)).toBe('api: 1 opened: api -> web 80')
  })

  it('is nobody’s when a pod comes or goes', () => {
    expect(causes(demo, { ...demo, pods: demo.pods.slice(1) })).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import type { LiveServerMessage } from '@/protocol'
import { applyLive, initialLiveState } from './live-state'

const pod = (name: string, ip?: string) => ({
  metadata: { name, namespace: 'netpol-demo' },
  status: { podIP: ip },
})

const snapshot: LiveServerMessage = {
  type: 'snapshot',
  sequence: 10,
  objects: { namespaces: [], pods: [pod('web')], services: [], networkPolicies: [] },
  flows: [],
  sandbox: { state: 'ready', lesson: '05-default-deny-ingress', task: 'deny-ingress', startedAt: 1 },
  passed: [],
}

const stateAfter = (...messages: LiveServerMessage[]) => messages.reduce(applyLive, initialLiveState)

describe('the live state', () => {
  it('begins with a snapshot', () => {
    expect(stateAfter(snapshot)).toMatchObject({ sequence: 10, sandbox: { state: 'ready' } })
  })

  it('replaces a changed object and keeps the order of the others', () => {
    const { objects } = stateAfter(
      snapshot,
      { type: 'change', sequence: 11, change: 'ADDED', kind: 'Pod', object: pod('api') },
      { type: 'change', sequence: 12, change: 'MODIFIED', kind: 'Pod', object: pod('web', '10.244.0.5') },
    )
    expect(objects.pods.map(one => [one.metadata?.name, one.status?.podIP])).toEqual([
      ['web', '10.244.0.5'],
      ['api', undefined],
    ])
  })

  it('drops a deleted object', () => {
    const { objects } = stateAfter(snapshot, {
      type: 'change',
      sequence: 11,
      change: 'DELETED',
      kind: 'Pod',
      object: pod('web'),
    })
    expect(objects.pods).toEqual([])
  })

  it('takes no message twice after a reconnect', () => {
    const added: LiveServerMessage = {
      type: 'change',
      sequence: 11,
      change: 'ADDED',
      kind: 'Pod',
      object: pod('api'),
    }
    const gone: LiveServerMessage = { ...added, sequence: 12, change: 'DELETED' }
    expect(stateAfter(snapshot, added, gone, added).objects.pods).toHaveLength(1)
  })

  it('keeps the objects as they are when something else happens, so that nothing is computed again', () => {
    const before = stateAfter(snapshot)
    const now = applyLive(before, { type: 'task', sequence: 11, task: 'deny-ingress', passed: true })
    expect(now.objects).toBe(before.objects)
    expect(now.passed.has('deny-ingress')).toBe(true)
  })

  it('collects a grading as it comes and forgets the one before', () => {
    const result = {
      id: 'client-web',
      kind: 'flow' as const,
      outcome: 'passed' as const,
      message: { id: 'x', params: {} },
    }
    const planned = (sequence: number): LiveServerMessage => ({
      type: 'grading',
      sequence,
      event: { type: 'planned', task: 'deny-ingress', checks: [{ id: 'client-web' }] },
    })
    const checked = stateAfter(snapshot, planned(11), {
      type: 'grading',
      sequence: 12,
      event: { type: 'checked', task: 'deny-ingress', result },
    })
    expect(checked.grading?.checked.get('client-web')).toEqual(result)
    expect(applyLive(checked, planned(13)).grading?.checked.size).toBe(0)
  })
})

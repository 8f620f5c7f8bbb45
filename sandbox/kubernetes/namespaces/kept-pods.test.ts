import type { V1Pod } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { asApplied, type StartObject } from '../../exercise'
import { isAsStarted } from './kept-pods'

const start: StartObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' }, annotations: { note: 'ours' } },
}
const applied = asApplied(start, true).metadata
const running = (change: V1Pod['metadata'] = {}): V1Pod => ({
  ...start,
  metadata: { ...applied, ...change },
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'web', restartCount: 0 } as never],
  },
})
const annotated = (more: Record<string, string>) =>
  running({ annotations: { ...applied?.annotations, ...more } })

it.each([
  ['as it was made', running(), true],
  ['with what the cluster notes on it', annotated({ 'kubernetes.io/limit-ranger': 'cpu' }), true],
  ['with what a network plug-in notes', annotated({ 'cni.projectcalico.org/podIP': '10.0.0.7/32' }), true],
  ['with a note of the learner’s', annotated({ owner: 'me' }), false],
  ['with the note changed', annotated({ note: 'mine' }), false],
  ['with another label', running({ labels: { app: 'web', tier: 'front' } }), false],
  ['on its way out', running({ deletionTimestamp: new Date() }), false],
])('a pod stays that is %s: %#', (_, pod, stays) => {
  expect(isAsStarted([start])(pod)).toBe(stays)
})

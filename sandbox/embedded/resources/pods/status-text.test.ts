import type { V1Pod } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { podText } from './status-text'

const now = Date.parse('2026-11-24T00:10:00Z')

const pod = (status: object, { metadata = {}, spec = {} } = {}): V1Pod =>
  ({ metadata, spec: { containers: [{ name: 'a' }], ...spec }, status }) as V1Pod

const one = (state: object, more: object = {}) => ({
  phase: 'Running',
  containerStatuses: [{ name: 'a', restartCount: 0, ready: false, state, ...more }],
})
const running = { running: { startedAt: '2026-11-24T00:00:00Z' } }

test.each<[string, V1Pod, string]>([
  ['new', pod({ phase: 'Pending' }), '0/1 Pending 0'],
  [
    'starting',
    pod({ ...one({ waiting: { reason: 'ContainerCreating' } }), phase: 'Pending' }),
    '0/1 ContainerCreating 0',
  ],
  ['up', pod(one(running, { ready: true })), '1/1 Running 0'],
  ['image that is not there', pod(one({ waiting: { reason: 'ErrImagePull' } })), '0/1 ErrImagePull 0'],
  [
    'done',
    pod({ ...one({ terminated: { reason: 'Completed', exitCode: 0 } }), phase: 'Succeeded' }),
    '0/1 Completed 0',
  ],
  ['failed', pod({ ...one({ terminated: { exitCode: 3 } }), phase: 'Failed' }), '0/1 ExitCode:3 0'],
  [
    'restarted',
    pod(
      one(running, {
        ready: true,
        restartCount: 2,
        lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-24T00:09:00Z' } },
      }),
    ),
    '1/1 Running 2 (60s ago)',
  ],
  [
    'going',
    pod(one(running, { ready: true }), { metadata: { deletionTimestamp: '2026-11-24T00:10:30Z' } }),
    '1/1 Terminating 0',
  ],
  [
    'first init container',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'i', restartCount: 0, state: running }],
        containerStatuses: [
          { name: 'a', restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
        ],
      },
      { spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }, { name: 'j' }] } },
    ),
    '0/1 Init:0/2 0',
  ],
  [
    'failed init container',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
      { spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] } },
    ),
    '0/1 Init:CrashLoopBackOff 1',
  ],
])('%s', (_, given, wanted) => {
  const { ready, status, restarts } = podText(given, now)
  expect(`${ready} ${status} ${restarts}`).toBe(wanted)
})

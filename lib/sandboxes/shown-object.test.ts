import type { V1Pod } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { shownObject } from './shown-object'

const pod = (more: Partial<V1Pod> = {}): V1Pod => ({
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web' }, resourceVersion: '7' },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
  status: { phase: 'Running' },
  ...more,
})

it('leaves a pod the same when the grader comes and goes', () => {
  const probed = pod({
    metadata: { ...pod().metadata, resourceVersion: '9' },
    spec: { ...pod().spec!, ephemeralContainers: [{ name: 'probe', image: 'probe' }] },
    status: { phase: 'Running', ephemeralContainerStatuses: [] },
  })
  expect(shownObject(probed)).toEqual(shownObject(pod()))
})

it('leaves out bookkeeping and keeps the rest', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', own: 'stays' }
  const shown = shownObject(pod({ metadata: { name: 'web', annotations, managedFields: [{}] } }))
  expect(shown.metadata).toEqual({ name: 'web', annotations: { own: 'stays' } })
  expect(shown.spec).toEqual(pod().spec)
})

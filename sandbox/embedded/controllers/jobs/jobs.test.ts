import type { V1Job, V1Pod } from '@kubernetes/client-node'
import { expect, test, vi } from 'vitest'
import { registryFixture } from '../../api/cluster.fixture'
import { startJobController } from './jobs'

test('the pods of a job that is gone wait for nobody', async () => {
  const { registry } = registryFixture()
  const controller = startJobController(registry)
  registry.create<V1Job>('batch/jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'default' },
    spec: {
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } },
    },
  })
  const finalizers = () => registry.list<V1Pod>('pods').flatMap(({ metadata }) => metadata?.finalizers ?? [])
  await vi.waitFor(() => expect(finalizers()).toEqual(['batch.kubernetes.io/job-tracking']))
  registry.delete('batch/jobs', 'default', 'once')
  await vi.waitFor(() => expect(finalizers()).toEqual([]))
  controller.dispose()
})

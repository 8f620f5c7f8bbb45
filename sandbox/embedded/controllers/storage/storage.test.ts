import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { namespace, startTestNode } from '../../kubelet/node/node.fixture'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

const claim = (name: string, spec: object = {}) =>
  lab.registry.create<V1PersistentVolumeClaim>('persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  })
const found = (name: string) =>
  lab.registry.find<V1PersistentVolumeClaim>('persistentvolumeclaims', namespace, name)
const use = (pod: string, name: string) =>
  lab.run(
    pod,
    { image: 'busybox', command: ['sleep', '600'] },
    { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] },
  )
const scheduled = ({ status }: V1Pod) => status?.conditions?.find(({ type }) => type === 'PodScheduled')

it('gives a claim without a class a volume of the default class', async () => {
  claim('plain')
  await expect.poll(() => found('plain')?.status?.phase).toBe('Bound')
  const { spec } = found('plain')!
  expect(spec?.storageClassName).toBe('standard')
  expect(lab.registry.find<V1PersistentVolume>('persistentvolumes', '', spec!.volumeName!)).toMatchObject({
    spec: { capacity: { storage: '1Gi' }, claimRef: { name: 'plain', namespace } },
    status: { phase: 'Bound' },
  })
})

it('binds to the smallest volume that is large enough', async () => {
  for (const [name, storage] of [
    ['large', '10Gi'],
    ['fitting', '2Gi'],
    ['small', '100Mi'],
  ] as const)
    lab.registry.create<V1PersistentVolume>('persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage },
        hostPath: { path: '/mnt/data' },
        storageClassName: 'manual',
      },
    })
  claim('manual', { storageClassName: 'manual' })
  await expect.poll(() => found('manual')?.spec?.volumeName).toBe('fitting')
})

it('keeps a claim until no pod uses it, and its volume as long', async () => {
  claim('used')
  use('user', 'used')
  await lab.ready('user')
  const volume = found('used')!.spec!.volumeName!
  lab.registry.delete('persistentvolumeclaims', namespace, 'used')
  expect(found('used')?.metadata?.deletionTimestamp).toBeDefined()
  lab.registry.delete('pods', namespace, 'user', { gracePeriodSeconds: 0 })
  await expect.poll(() => found('used')).toBeUndefined()
  await expect.poll(() => lab.registry.find('persistentvolumes', '', volume)).toBeUndefined()
})

it('lets a pod wait for a claim that nothing can be found for', async () => {
  claim('classless', { storageClassName: '' })
  use('waiting', 'classless')
  await expect
    .poll(() => scheduled(lab.find('waiting')!)?.message)
    .toBe('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found')
})

import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../node/node.fixture'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

const settings = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
  data,
})
const sh = (pod: string, script: string, container?: string) =>
  lab.exec(pod, ['sh', '-c', script], '', container)

describe('volumes of a pod', () => {
  it('are shared by its containers', async () => {
    const work = { name: 'work', mountPath: '/shared-data' }
    lab.registry.create<V1Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'shared', namespace },
      spec: {
        initContainers: [
          {
            name: 'first',
            image: 'busybox',
            command: ['sh', '-c', 'echo made before >/shared-data/page'],
            volumeMounts: [work],
          },
        ],
        containers: [
          { name: 'main', image: 'busybox', command: ['sleep', '600'], volumeMounts: [work] },
          {
            name: 'beside',
            image: 'busybox',
            command: ['sleep', '600'],
            volumeMounts: [{ name: 'work', mountPath: '/other', readOnly: true }],
          },
        ],
        volumes: [{ name: 'work', emptyDir: {} }],
      },
    })
    await lab.ready('shared')
    expect((await sh('shared', 'cat /shared-data/page')).stdout).toBe('made before\n')
    await sh('shared', 'echo more >>/shared-data/page')
    expect((await sh('shared', 'cat /other/page', 'beside')).stdout).toBe('made before\nmore\n')
    expect((await sh('shared', 'echo x >/other/page', 'beside')).stderr).toContain('Read-only file system')
  })

  it('show what config maps say now, in the way that the kubelet writes it', async () => {
    lab.registry.create('configmaps', settings({ 'a.txt': 'one', 'b.txt': 'two' }))
    lab.run(
      'configured',
      {
        image: 'busybox',
        command: ['sleep', '600'],
        volumeMounts: [
          { name: 'settings', mountPath: '/settings' },
          { name: 'settings', mountPath: '/etc/a', subPath: 'a.txt' },
        ],
      },
      { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
    )
    await lab.ready('configured')
    expect((await sh('configured', 'cat /etc/a; ls /settings; readlink /settings/b.txt')).stdout).toBe(
      'onea.txt\nb.txt\n..data/b.txt\n',
    )
    lab.registry.modify('configmaps', namespace, 'settings', object => {
      Object.assign(object, settings({ 'a.txt': 'one', 'b.txt': 'changed' }))
    })
    expect((await sh('configured', 'cat /settings/b.txt')).stdout).toBe('changed')
  })

  it('keep what is written to a claim when the pod goes', async () => {
    lab.registry.create('persistentvolumeclaims', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    } as never)
    const claimed = (name: string) =>
      lab.run(
        name,
        { image: 'busybox', command: ['sleep', '600'], volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      )
    claimed('writer')
    await lab.ready('writer')
    await sh('writer', 'echo kept >/data/file')
    lab.registry.delete('pods', namespace, 'writer', { gracePeriodSeconds: 0 })
    claimed('reader')
    await lab.ready('reader')
    expect((await sh('reader', 'cat /data/file')).stdout).toBe('kept\n')
  })
})

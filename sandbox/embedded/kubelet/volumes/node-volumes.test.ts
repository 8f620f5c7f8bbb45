import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createRegistry } from '../../api/generic-registry'
import { registrations } from '../../resources'
import { createStore } from '../../store'
import { createNodeVolumes } from './node-volumes'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'node-volumes-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const registry = createRegistry({ store: createStore({ directory: undefined }), registrations })
/** Nothing is closed before the next is opened, as after `kill -9`. */
const open = () => createNodeVolumes(registry, directory)
const read = async (path: string) => new TextDecoder().decode(await open().host.files.read(path))

it('keeps what was written when the process ends at once', async () => {
  const { host } = open()
  host.apply({ op: 'directory', path: '/data/claim', recursive: true, time: 0 })
  await host.files.write('/data/claim/file', 'one\n')
  await host.files.write('/data/claim/file', 'two\n', { append: true })
  expect(await read('/data/claim/file')).toBe('one\ntwo\n')
})

it('takes the files of a volume away with it, before any pod has mounted it again', async () => {
  const { host } = open()
  for (const [name, persistentVolumeReclaimPolicy] of [
    ['deleted', 'Delete'],
    ['retained', 'Retain'],
  ]) {
    const path = `/${name}`
    registry.create('persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, finalizers: [] },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path },
        persistentVolumeReclaimPolicy,
      },
    } as never)
    host.apply({ op: 'directory', path, time: 0 })
    await host.files.write(`${path}/file`, 'text')
  }
  const later = open()
  for (const name of ['deleted', 'retained']) {
    registry.modify('persistentvolumes', '', name, ({ metadata }) => {
      metadata!.finalizers = []
    })
    registry.delete('persistentvolumes', '', name)
  }
  expect(await later.host.files.list('/')).toEqual(['retained'])
  later.wipe()
  expect(await open().host.files.list('/')).toEqual([])
})

it('touches no disk until a pod mounts something', () => {
  const volumes = open()
  volumes.wipe()
  volumes.dispose()
  expect(existsSync(join(directory, 'disk.log'))).toBe(false)
})

it('says when the disk is full', async () => {
  const { files } = createNodeVolumes(registry).host
  const half = new Uint8Array(16 * 1024 * 1024)
  for (const name of ['a', 'b']) await files.write(`/${name}`, half)
  await expect(files.write('/c', 'x')).rejects.toThrow('No space left on device')
})

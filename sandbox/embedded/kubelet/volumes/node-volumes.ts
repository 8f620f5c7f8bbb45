import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { V1PersistentVolume } from '@kubernetes/client-node'
import {
  createMemoryFiles,
  type Disposable,
  type FileChange,
  type FileJournal,
  type FileSystem,
  FileTree,
  openFileJournal,
} from '../../../process'
import type { Registry } from '../../api/registry'

const limits = { bytes: 32 * 1024 * 1024, entries: 20_000 }
const podLimits = { bytes: 16 * 1024 * 1024, entries: 5_000 }

/** Files that pods mount. `apply` changes them at once. */
export type VolumeFiles = {
  readonly tree: FileTree
  readonly files: FileSystem
  apply(change: FileChange): void
}

/** What of volumes outlives a pod. */
export type NodeVolumes = Disposable & {
  /** The node's own files. */
  readonly host: VolumeFiles
  /** As on a new machine. */
  wipe(): void
}

const everybody = (): FileChange => ({ op: 'chmod', path: '/', mode: 0o777, time: Date.now() })

/** Files that everybody may write to, and that go with their pod. */
export function newVolumeFiles(tree = new FileTree(podLimits)): VolumeFiles {
  tree.apply(everybody())
  return { tree, files: createMemoryFiles({ tree }), apply: change => tree.apply(change) }
}

/** Where a persistent volume's files are on the node. */
export const placeOf = ({ metadata, spec }: V1PersistentVolume): string =>
  spec?.hostPath?.path ?? spec?.local?.path ?? `/var/lib/kubelet/volumes/${metadata?.name}`

/**
 * The node's files: in memory from when a pod first mounts some, each change in `disk.log` before the program that
 * made it goes on. The files of a persistent volume that is deleted with its claim go with it.
 */
export function createNodeVolumes(registry: Registry, directory?: string): NodeVolumes {
  const path = directory && join(directory, 'disk.log')
  let host: VolumeFiles | undefined
  let journal: FileJournal | undefined

  const open = (): VolumeFiles => {
    if (host) return host
    if (!path) {
      host = newVolumeFiles(new FileTree(limits))
      return host
    }
    journal = openFileJournal(path, limits)
    const { tree, record } = journal
    tree.apply(everybody())
    host = {
      tree,
      files: createMemoryFiles({ tree, changed: record }),
      apply(change) {
        tree.apply(change)
        record(change)
      },
    }
    return host
  }
  const remove = (path: string) =>
    open().apply({ op: 'remove', path, recursive: true, force: true, time: Date.now() })
  const isEmpty = () => !host && !(path && existsSync(path))

  const watch = registry.watch<V1PersistentVolume>('persistentvolumes', ({ type, object }) => {
    if (type !== 'DELETED' || object.spec?.persistentVolumeReclaimPolicy !== 'Delete' || isEmpty()) return
    remove(placeOf(object))
  })
  return {
    get host() {
      return open()
    },
    wipe() {
      if (!isEmpty()) for (const name of open().tree.list('/')) remove(`/${name}`)
    },
    dispose() {
      watch.dispose()
      journal?.close()
    },
  }
}

import type { V1PersistentVolume } from '@kubernetes/client-node'
import { type Disposable, FileTree } from '../../../process'
import type { Registry } from '../../api/registry'

const limits = { bytes: 64 * 1024 * 1024, entries: 20_000 }
const podLimits = { bytes: 16 * 1024 * 1024, entries: 5_000 }

/** The node's own files: what of volumes outlives a pod. */
export type NodeVolumes = Disposable & { readonly host: FileTree }

/** A tree that everybody may write to. */
export function newVolumeTree(of = podLimits): FileTree {
  const tree = new FileTree(of)
  tree.apply({ op: 'chmod', path: '/', mode: 0o777, time: Date.now() })
  return tree
}

/** Where a persistent volume's files are on the node. */
export const placeOf = ({ metadata, spec }: V1PersistentVolume): string =>
  spec?.hostPath?.path ?? spec?.local?.path ?? `/var/lib/kubelet/volumes/${metadata?.name}`

/** The files of a persistent volume that is deleted with its claim go with it. */
export function createNodeVolumes(registry: Registry): NodeVolumes {
  let host: FileTree | undefined
  const watch = registry.watch<V1PersistentVolume>('persistentvolumes', ({ type, object }) => {
    if (type !== 'DELETED' || object.spec?.persistentVolumeReclaimPolicy !== 'Delete') return
    host?.apply({ op: 'remove', path: placeOf(object), recursive: true, force: true, time: Date.now() })
  })
  return {
    get host() {
      host ??= newVolumeTree(limits)
      return host
    },
    dispose: () => watch.dispose(),
  }
}

import type {
  V1Container,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node'
import { FileError, type Mount, resolvePath } from '../../../process'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import { expandVariables } from '../container/environment'
import { volumeContent } from './content'
import { sourcesOf } from './needs'
import { type NodeVolumes, newVolumeFiles, placeOf, type VolumeFiles } from './node-volumes'
import { createWrittenFiles } from './written-files'

/** Where a volume's files are: where pods write them (`place`), or as the kubelet does. */
type Volume = Omit<Mount, 'at'> & { readonly place?: VolumeFiles }

const defaultMode = 0o644

/** A mount of a container; `file` when it is one file instead of a directory. */
export type VolumeMount = Mount & { readonly file: boolean }

/** The volumes of one pod: its containers share them, and they stay when a container is started again. */
export interface PodVolumes {
  /** What a container mounts. Throws `FileError`. */
  mountsOf(container: V1Container, environment: Readonly<Record<string, string>>): VolumeMount[]
}

export function createPodVolumes(options: {
  registry: Registry
  accounts: ServiceAccountTokens
  volumes: NodeVolumes
  pod: () => V1Pod
}): PodVolumes {
  const { registry, accounts, volumes, pod } = options
  const made = new Map<string, Volume>()
  const within = (place: VolumeFiles, from?: string): Volume => {
    if (from) kindAt(place, from)
    return { files: place.files, place, ...(from && { from }) }
  }

  const make = (volume: V1Volume): Volume => {
    const written = volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected
    if (written)
      return {
        readOnly: true,
        files: createWrittenFiles({
          content: () => volumeContent({ registry, accounts, pod: pod() }, volume) ?? {},
          revision: () => revisionOf(volume),
          mode: written.defaultMode ?? defaultMode,
        }),
      }
    const path = volume.hostPath?.path ?? placeOfClaim(volume.persistentVolumeClaim?.claimName)
    return path === undefined ? within(newVolumeFiles()) : within(volumes.host, resolvePath('/', path))
  }

  const placeOfClaim = (name = '') => {
    const { namespace = '' } = pod().metadata ?? {}
    const claim = registry.find<V1PersistentVolumeClaim>('persistentvolumeclaims', namespace, name)
    const bound = registry.find<V1PersistentVolume>('persistentvolumes', '', claim?.spec?.volumeName ?? '')
    return bound && placeOf(bound)
  }

  /** Other when what the volume shows may be another thing. What is gone stays as it was. */
  const revisionOf = (volume: V1Volume) => {
    const { namespace = '', labels, annotations } = pod().metadata ?? {}
    const versions = sourcesOf(volume).map(
      ({ resource, name }) => registry.find(resource, namespace, name)?.metadata?.resourceVersion ?? '',
    )
    const own = volume.downwardAPI || volume.projected ? JSON.stringify([labels, annotations]) : ''
    return versions.join() + own
  }

  const specOf = (name: string): V1Volume => pod().spec?.volumes?.find(one => one.name === name) ?? { name }
  const isWritten = (name: string, path: string) =>
    Object.hasOwn(volumeContent({ registry, accounts, pod: pod() }, specOf(name)) ?? {}, path)

  const volumeOf = (name: string): Volume => {
    const known = made.get(name)
    if (known) return known
    const volume = make(specOf(name))
    made.set(name, volume)
    return volume
  }

  return {
    mountsOf: ({ volumeMounts = [] }, environment) =>
      volumeMounts.map((mount): VolumeMount => {
        const { place, ...volume } = volumeOf(mount.name)
        const below = subPath(mount, environment)
        const from = resolvePath('/', `${volume.from ?? ''}/${below}`)
        const file = below !== '' && (place ? kindAt(place, from) === 'file' : isWritten(mount.name, below))
        return {
          ...volume,
          file,
          at: resolvePath('/', mount.mountPath),
          ...(from !== '/' && { from }),
          ...(mount.readOnly && { readOnly: true }),
        }
      }),
  }
}

const subPath = (mount: V1VolumeMount, environment: Readonly<Record<string, string>>) =>
  mount.subPath ?? expandVariables(mount.subPathExpr ?? '', environment)

/** Where there is nothing yet, a directory is meant. */
function kindAt({ tree, apply }: VolumeFiles, path: string) {
  try {
    return tree.stat(path).kind
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    apply({ op: 'directory', path, recursive: true, time: Date.now() })
    return 'directory'
  }
}

import type {
  V1ConfigMap,
  V1DownwardAPIVolumeFile,
  V1KeyToPath,
  V1Pod,
  V1ResourceFieldSelector,
  V1Secret,
  V1Volume,
  V1VolumeProjection,
} from '@kubernetes/client-node'
import type { ServiceAccountTokens } from '../../api/authentication/service-account-tokens'
import type { Registry } from '../../api/registry'
import { resourceField } from '../container/resource-field'

export type VolumeSources = { registry: Registry; accounts: ServiceAccountTokens; pod: V1Pod }

/** Files by path below the mount. */
export type Content = Record<string, string | Uint8Array>

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

const chosenKeys = (data: Content, items: readonly V1KeyToPath[] | undefined): Content =>
  items ? Object.fromEntries(items.map(({ key, path }) => [path, data[key] ?? ''])) : data

function configMap({ registry, pod }: VolumeSources, name = '', items?: V1KeyToPath[]): Content {
  const found = registry.find<V1ConfigMap>('configmaps', pod.metadata!.namespace!, name)
  const binary = Object.entries(found?.binaryData ?? {}).map(([key, value]) => [key, fromBase64(value)])
  return chosenKeys({ ...found?.data, ...Object.fromEntries(binary) }, items)
}

function secret({ registry, pod }: VolumeSources, name = '', items?: V1KeyToPath[]): Content {
  const { data = {} } = registry.find<V1Secret>('secrets', pod.metadata!.namespace!, name) ?? {}
  const decoded = Object.entries(data).map(([key, value]) => [key, fromBase64(value)])
  return chosenKeys(Object.fromEntries(decoded), items)
}

const lines = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
    .join('\n')

/** Fields that `fieldRef` may name in a volume; `metadata.labels['key']` beside them. */
const fields: Readonly<Record<string, (pod: V1Pod) => string | undefined>> = {
  'metadata.name': ({ metadata }) => metadata?.name,
  'metadata.namespace': ({ metadata }) => metadata?.namespace,
  'metadata.uid': ({ metadata }) => metadata?.uid,
  'metadata.labels': ({ metadata }) => lines(metadata?.labels),
  'metadata.annotations': ({ metadata }) => lines(metadata?.annotations),
}

function fieldOf(pod: V1Pod, path = ''): string {
  const [, of, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? []
  if (of && key) return pod.metadata?.[of as 'labels' | 'annotations']?.[key] ?? ''
  return (Object.hasOwn(fields, path) && fields[path]!(pod)) || ''
}

function downward({ pod }: VolumeSources, items: readonly V1DownwardAPIVolumeFile[] = []): Content {
  const resource = (of: V1ResourceFieldSelector) => {
    const container = pod.spec?.containers.find(({ name }) => name === of.containerName)
    return container ? resourceField(container, of) : ''
  }
  return Object.fromEntries(
    items.map(({ path, fieldRef, resourceFieldRef }) => [
      path,
      resourceFieldRef ? resource(resourceFieldRef) : fieldOf(pod, fieldRef?.fieldPath),
    ]),
  )
}

function projection(sources: VolumeSources, source: V1VolumeProjection): Content {
  const { serviceAccountToken: wanted } = source
  return {
    ...(source.configMap && configMap(sources, source.configMap.name, source.configMap.items)),
    ...(source.secret && secret(sources, source.secret.name, source.secret.items)),
    ...(source.downwardAPI && downward(sources, source.downwardAPI.items)),
    ...(wanted && {
      [wanted.path]: sources.accounts.forPod(sources.pod, wanted.audience, wanted.expirationSeconds) ?? '',
    }),
  }
}

/** What the kubelet writes into a volume; undefined for volumes that others fill. */
export function volumeContent(sources: VolumeSources, volume: V1Volume): Content | undefined {
  if (volume.configMap) return configMap(sources, volume.configMap.name, volume.configMap.items)
  if (volume.secret) return secret(sources, volume.secret.secretName, volume.secret.items)
  if (volume.downwardAPI) return downward(sources, volume.downwardAPI.items)
  return (
    volume.projected &&
    Object.assign({}, ...(volume.projected.sources ?? []).map(one => projection(sources, one)))
  )
}

import type { V1ConfigMap, V1Pod, V1Secret, V1Volume } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'

type Need = { resource: 'configmaps' | 'secrets'; kind: string; name: string; keys: string[] }

const need = (
  resource: Need['resource'],
  source: { name?: string; optional?: boolean; items?: { key: string }[] } | undefined,
): Need[] =>
  source?.name && !source.optional
    ? [
        {
          resource,
          kind: resource.slice(0, -1),
          name: source.name,
          keys: (source.items ?? []).map(({ key }) => key),
        },
      ]
    : []

type Source = Pick<Need, 'resource' | 'name'>

const source = (resource: Need['resource'], name: string | undefined): Source[] =>
  name ? [{ resource, name }] : []

/** The objects that a volume shows, needed or not. */
export const sourcesOf = ({ configMap, secret, projected }: V1Volume): Source[] => [
  ...source('configmaps', configMap?.name),
  ...source('secrets', secret?.secretName),
  ...(projected?.sources ?? []).flatMap(one => [
    ...source('configmaps', one.configMap?.name),
    ...source('secrets', one.secret?.name),
  ]),
]

const needsOf = ({ configMap, secret, projected }: V1Volume): Need[] => [
  ...need('configmaps', configMap),
  ...need('secrets', secret && { ...secret, name: secret.secretName }),
  ...(projected?.sources ?? []).flatMap(source => [
    ...need('configmaps', source.configMap),
    ...need('secrets', source.secret),
  ]),
]

/** Why the first volume that cannot be mounted cannot, in the kubelet's words; undefined when all can. */
export function mountProblem(registry: Registry, { metadata, spec }: V1Pod): string | undefined {
  for (const volume of spec?.volumes ?? []) {
    for (const { resource, kind, name, keys } of needsOf(volume)) {
      const found = registry.find<V1ConfigMap | V1Secret>(resource, metadata!.namespace!, name)
      const missing = found && keys.find(key => found.data?.[key] === undefined)
      const why = !found
        ? `${kind} "${name}" not found`
        : missing !== undefined &&
          `references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${missing}`
      if (why) return `MountVolume.SetUp failed for volume "${volume.name}" : ${why}`
    }
  }
  return undefined
}

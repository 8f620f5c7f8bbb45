import type { KubernetesObject, V1Scale } from '@kubernetes/client-node'
import { invalid } from '../../api/status'
import type { Subresource } from '../registration'
import { invalidValue, required } from '../validation/field-errors'
import type { DefinitionVersion } from './definition'
import { parseJsonPath } from './json-path'
import { isJsonObject, type Json } from './json-schema'

type Paths = NonNullable<NonNullable<DefinitionVersion['subresources']>['scale']>

/** `scale` of a custom resource: an autoscaling/v1 Scale whose numbers are where the definition says. */
export function customScale(paths: Paths): Subresource<KubernetesObject> {
  const at = (path: string | undefined) => {
    const find = path === undefined ? undefined : parseJsonPath(path)
    return (object: unknown) => find?.(object)[0]
  }
  const replicas = at(paths.specReplicasPath)
  const current = at(paths.statusReplicasPath)
  const selector = at(paths.labelSelectorPath)
  return {
    kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    verbs: ['get', 'patch', 'update'],
    read(object): V1Scale {
      const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {}
      const wanted = number(replicas(object))
      const labels = selector(object)
      return {
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
        spec: wanted ? { replicas: wanted } : {},
        status: {
          replicas: number(current(object)),
          ...(typeof labels === 'string' && labels ? { selector: labels } : {}),
        },
      }
    },
    write(object, incoming) {
      const wanted = (incoming as V1Scale).spec?.replicas
      const refuse = (error: ReturnType<typeof required>) =>
        invalid('autoscaling', 'Scale', object.metadata?.name ?? '', [error])
      if (wanted === undefined) throw refuse(required('spec.replicas'))
      if (wanted < 0) throw refuse(invalidValue('spec.replicas', wanted, 'should be a non-negative integer'))
      const copy = structuredClone(object)
      copy.metadata!.resourceVersion = incoming.metadata?.resourceVersion ?? object.metadata?.resourceVersion
      write(copy as Json, paths.specReplicasPath.slice(1).split('.'), wanted)
      return copy
    },
  }
}

const number = (value: unknown) => (typeof value === 'number' ? value : 0)

function write(object: Json, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) object[first] = value
  else {
    const inner = isJsonObject(object[first]) ? object[first] : {}
    object[first] = inner
    write(inner as Json, rest, value)
  }
}

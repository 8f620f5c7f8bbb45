import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../../resources/registration'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

const partial = ({ metadata }: KubernetesObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
})

const included = {
  None: () => null,
  Metadata: partial,
  Object: (object: KubernetesObject) => object,
} as const

/** Objects as a meta.k8s.io/v1 Table by the columns of their registration. */
export function table(
  { columns }: Registration,
  objects: readonly KubernetesObject[],
  metadata: object,
  options: { include: IncludeObject; now: number; withColumns: boolean },
) {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: options.withColumns
      ? columns.map(({ name, type, format = '', description, priority }) => ({
          name,
          type,
          format,
          description,
          priority,
        }))
      : null,
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object, options.now)),
      object: included[options.include](object),
    })),
  }
}

export { partial as partialMetadata }

import type { V1PodTemplateSpec } from '@kubernetes/client-node'
import { wide } from './columns'

/** The wide columns of what has a pod template somewhere. */
export const containerColumnsOf = <T>(templateOf: (object: T) => V1PodTemplateSpec | undefined) => [
  wide<T>('Containers', object => texts(templateOf(object), 'name')),
  wide<T>('Images', object => texts(templateOf(object), 'image')),
]

/** The wide columns of everything that makes pods. */
export const containerColumns = <T extends { spec?: { template?: V1PodTemplateSpec } }>() =>
  containerColumnsOf<T>(({ spec }) => spec?.template)

const texts = (template: V1PodTemplateSpec | undefined, field: 'name' | 'image') =>
  (template?.spec?.containers ?? []).map(container => container[field] ?? '').join(',')

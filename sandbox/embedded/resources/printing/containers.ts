import type { V1PodTemplateSpec } from '@kubernetes/client-node'
import { wide } from './columns'

/** The wide columns of everything that makes pods. */
export const containerColumns = <T extends { spec?: { template?: V1PodTemplateSpec } }>() => [
  wide<T>('Containers', ({ spec }) => texts(spec?.template, 'name')),
  wide<T>('Images', ({ spec }) => texts(spec?.template, 'image')),
]

const texts = (template: V1PodTemplateSpec | undefined, field: 'name' | 'image') =>
  (template?.spec?.containers ?? []).map(container => container[field] ?? '').join(',')
